// The words of feeds, in nine languages (R3). All are lower case with their accents. They are
// compared without accents, as whole words.
//
// Sources: feeds of Airbnb, Vrbo and its sites, Booking.com, Smoobu, Guesty, Hostaway and HBook,
// the fixtures of public readers of such feeds, and the words that hosts write by hand.

/** The words of one language, each list with commas. */
export interface Words {
	/** Several words that say that nobody stays, anywhere in a summary. */
	phrases: string;
	/** Words that say so alone, or apart from others. */
	blocks: string;
	/** The booking is not confirmed yet. */
	pending: string;
	/** The booking was cancelled. */
	cancelled: string;
	/** "Booked", alone or before the guest's name. */
	booked: string;
	/** Taken, by whomever: a booking in doubt. */
	occupied: string;
	/** An event that only marks the arrival of a stay. */
	arrives: string;
	/** An event that only marks the departure of a stay. */
	departs: string;
	/** Labels of the guest's phone in a description. */
	phone: string;
	/** Labels of the number of guests. */
	guests: string;
	/** Labels of the guest's name. */
	guestName: string;
}

/** By the code of the language. */
export const WORDS: Record<string, Words> = {
	en: {
		phrases: `
			not available, not bookable, no availability, blocked by, blocked for,
			blocked channel, blocked dates, blocked out, accommodation blocked,
			calendar blocked, closed for, closed period, owner stay, owner's stay, owners stay,
			owner block, owner hold, owner use, owner booking, personal use, preparation time,
			prep time, turnover day, cleaning day, deep cleaning, out of order, out of service,
			do not book, owner reservation, owner stays, owner occupied, homeowner stay,
			manual block, host block, calendar block, external block, imported block,
			personal block, maintenance block, manually blocked, automatically blocked,
			reserved by owner, reserved by the owner, reserved for owner,
			reserved for the owner, booked by owner, booked by the owner, booked for owner`,
		blocks: `
			unavailable, blocked, block, closed, owner, maintenance, cleaning, preparation,
			renovation, repairs, busy, hold, on hold, turnover, vacant, available, cleaner,
			cleaners, renovations, repair, construction, buffer, changeover, personal, prep day,
			preparation day, buffer day, gap day, gap night, changeover day, deep clean,
			house cleaning, cleaning crew, cleaning service, pest control, renovation work,
			building work, off market, off the market, not for rent, do not rent, out of office`,
		pending: `
			tentative, pending, provisional, inquiry, enquiry, request, booking request,
			reservation request, option, awaiting payment, payment pending, unconfirmed,
			on request, pending payment, pending confirmation, awaiting confirmation,
			awaiting approval, waiting for payment, waiting for confirmation, request to book,
			optional, tentative hold, pre-booking, prebooking, pre-reservation, quote, lead`,
		cancelled: `
			cancelled, canceled, cancellation, declined, expired, cancelled by guest,
			canceled by guest, cancelled by host, canceled by host`,
		booked: "reserved, reservation, booked, booking",
		occupied: "occupied, taken, rented",
		arrives: "check-in, check in, checkin, arrival",
		departs: "check-out, check out, checkout, departure",
		phone: `
			phone, phone number, telephone, tel, mobile, mobile number, cell, cell phone, guest
			phone, contact phone`,
		guests: `
			guests, number of guests, guest count, total guests, no. of guests, pax, persons, people`,
		guestName: "guest, guest name, name, booked by, main guest, primary guest",
	},
	de: {
		phrases: `
			nicht verfügbar, nicht verfuegbar, eigentümer-aufenthalt, nicht buchbar,
			gesperrt für, gesperrt wegen, gesperrt durch, gesperrter zeitraum, blockiert durch,
			blockiert für, belegung durch eigentümer, eigene nutzung, private nutzung,
			nicht vermietbar, reserviert für eigentümer, reserviert für den eigentümer,
			reserviert durch eigentümer, reserviert durch den eigentümer,
			reserviert vom eigentümer, gebucht durch eigentümer`,
		blocks: `
			gesperrt, blockiert, geblockt, sperrung, sperrzeit, geschlossen, eigennutzung,
			eigenbelegung, eigentümer, wartung, reinigung, putzen, renovierung, reparatur,
			vorbereitungszeit, vorbereitung, unverfügbar, beschäftigt, instandhaltung,
			instandsetzung, wartungsarbeiten, endreinigung, grundreinigung, zwischenreinigung,
			hausputz, renovierungsarbeiten, handwerker, bauarbeiten, umbau, selbstnutzung,
			eigenbedarf, eigenbuchung, privatnutzung, eigentümeraufenthalt, eigentümerbelegung,
			eigentümerbuchung, eigentümernutzung, puffer, puffertag, puffertage, pufferzeit,
			wechseltag, nicht zu vermieten, keine vermietung, außer betrieb, nicht frei`,
		pending: `
			vorläufig, anfrage, buchungsanfrage, reservierungsanfrage, unbestätigt, ausstehend,
			provisorisch, vorgemerkt, vormerkung, vorreservierung, vorreserviert, voranfrage,
			vorläufige buchung, optionsbuchung, unbestätigte buchung, auf anfrage,
			wartet auf zahlung, zahlung ausstehend, angebot`,
		cancelled: `
			storniert, stornierung, storno, abgesagt, abgelehnt, abgelaufen, stornierte buchung,
			stornierte reservierung, abgesagte buchung`,
		booked: "reserviert, gebucht, reservierung, buchung",
		occupied: "belegt, vermietet, besetzt",
		arrives: "anreise, ankunft",
		departs: "abreise",
		phone: "telefon, telefonnummer, handy, handynummer, mobil, mobiltelefon",
		guests: "gäste, anzahl gäste, anzahl der gäste, personen, personenzahl",
		guestName: "gast, gastname, name des gastes, hauptgast",
	},
	fr: {
		phrases: `
			non disponible, pas disponible, non réservable, bloqué par, bloquée par,
			bloqué pour, fermé pour, fermée pour, par le propriétaire, séjour propriétaire,
			séjour du propriétaire, usage personnel, période fermée, temps de préparation,
			hors service, occupation propriétaire, occupation du propriétaire, séjour proprio,
			usage propriétaire, utilisation personnelle, réservé au propriétaire,
			réservé pour le propriétaire, réservation propriétaire, réservation du propriétaire`,
		blocks: `
			indisponible, bloqué, bloquée, blocage, fermé, fermée, fermeture, propriétaire,
			entretien, ménage, nettoyage, travaux, rénovation, préparation, réparation,
			réparations, rénovations, chantier, désinsectisation, bloqués, proprio, jour tampon,
			hors location, ne pas louer, ménage de fin de séjour, grand ménage`,
		pending: `
			provisoire, en attente, demande, demande de réservation, non confirmé,
			non confirmée, pré-réservation, préréservation, option, en cours de validation,
			en attente de paiement, à confirmer, devis`,
		cancelled: `
			annulé, annulée, annulation, refusé, refusée, expiré, expirée, réservation annulée`,
		booked: "réservé, réservée, réservation",
		occupied: "occupé, occupée, loué, louée",
		arrives: "arrivée",
		departs: "départ",
		phone: "téléphone, numéro de téléphone, tél, portable",
		guests: `
			voyageurs, nombre de voyageurs, nombre de personnes, personnes, vacanciers`,
		guestName: "voyageur, nom du voyageur, client, nom du client, vacancier",
	},
	es: {
		phrases: `
			no disponible, bloqueado por, bloqueada por, bloqueado para, cerrado por,
			cerrada por, estancia del propietario, uso personal, uso propio,
			tiempo de preparación, fuera de servicio, estancia propietario, uso propietario,
			uso del propietario, bloqueo propietario, bloqueo del propietario,
			reserva del propietario, no reservable, reservado por el propietario,
			reservado por propietario, reservado para el propietario`,
		blocks: `
			bloqueado, bloqueada, bloqueo, cerrado, cerrada, propietario, mantenimiento,
			limpieza, obras, renovación, preparación, reparación, reparaciones, reforma,
			reformas, bloqueadas, bloqueados, indisponible, no se alquila, limpieza general,
			limpieza profunda, día de preparación`,
		pending: `
			provisional, pendiente, solicitud, solicitud de reserva, consulta, tentativa,
			sin confirmar, prerreserva, pre-reserva, opción, petición, petición de reserva,
			pendiente de pago, pendiente de confirmar, por confirmar, a confirmar, presupuesto`,
		cancelled: `
			cancelado, cancelada, cancelación, anulado, anulada, rechazado, rechazada,
			reserva cancelada, reserva anulada, expirado, expirada`,
		booked: "reservado, reservada, reserva",
		occupied: "ocupado, ocupada, alquilado",
		arrives: "llegada, entrada",
		departs: "salida",
		phone: "teléfono, número de teléfono, móvil, celular",
		guests: "huéspedes, número de huéspedes, personas, viajeros",
		guestName: "huésped, nombre del huésped, nombre",
	},
	it: {
		phrases: `
			non disponibile, non prenotabile, bloccato da, bloccata da, bloccato per,
			chiuso per, chiusa per, soggiorno del proprietario, uso personale,
			tempo di preparazione, fuori servizio, soggiorno proprietario, uso proprietario,
			uso del proprietario, uso proprio, blocco proprietario, riservato al proprietario,
			riservato dal proprietario, prenotato dal proprietario,
			prenotazione del proprietario`,
		blocks: `
			bloccato, bloccata, blocco, chiuso, chiusa, chiusura, proprietario, manutenzione,
			pulizia, pulizie, ristrutturazione, lavori, preparazione, indisponibile,
			riparazione, riparazioni, cantiere, bloccate, bloccati, non affittabile,
			pulizia finale, pulizie finali`,
		pending: `
			provvisorio, provvisoria, in attesa, richiesta, richiesta di prenotazione, opzione,
			da confermare, prenotazione in attesa, pre-prenotazione, preprenotazione,
			non confermato, non confermata, in attesa di pagamento, in attesa di conferma,
			preventivo`,
		cancelled: `
			cancellato, cancellata, cancellazione, annullato, annullata, rifiutato, rifiutata,
			prenotazione annullata, prenotazione cancellata, scaduto, scaduta`,
		booked: "prenotato, prenotata, prenotazione, riservato",
		occupied: "occupato, occupata, affittato",
		arrives: "arrivo",
		departs: "partenza",
		phone: "telefono, numero di telefono, cellulare",
		guests: "ospiti, numero di ospiti, numero ospiti, persone",
		guestName: "ospite, nome ospite, nome dell'ospite",
	},
	pt: {
		phrases: `
			não disponível, bloqueado por, bloqueada por, bloqueado para, fechado para,
			fechada para, estadia do proprietário, uso pessoal, uso próprio,
			tempo de preparação, fora de serviço, estadia proprietário, estada do proprietário,
			uso proprietário, uso do proprietário, bloqueio do proprietário, não reservável,
			reservado pelo proprietário, reservado para o proprietário, reserva do proprietário`,
		blocks: `
			indisponível, bloqueado, bloqueada, bloqueio, fechado, fechada, proprietário,
			manutenção, limpeza, obras, renovação, preparação, reparação, reparações, reparos,
			reforma, faxina, não alugar, limpeza geral, limpeza profunda, dia de preparação`,
		pending: `
			provisório, provisória, pendente, pedido, pedido de reserva, consulta,
			por confirmar, pré-reserva, opção, aguardando pagamento, aguardando confirmação,
			a confirmar, não confirmado, não confirmada, orçamento`,
		cancelled: `
			cancelado, cancelada, cancelamento, anulado, anulada, recusado, recusada,
			reserva cancelada, expirado, expirada`,
		booked: "reservado, reservada, reserva",
		occupied: "ocupado, ocupada, alugado",
		arrives: "chegada",
		departs: "saída, partida",
		phone: "telefone, número de telefone, telemóvel, celular",
		guests: "hóspedes, número de hóspedes, pessoas",
		guestName: "hóspede, nome do hóspede",
	},
	nl: {
		phrases: `
			niet beschikbaar, niet boekbaar, geblokkeerd door, geblokkeerd voor, gesloten voor,
			gesloten wegens, verblijf eigenaar, eigen gebruik, buiten gebruik,
			verblijf van eigenaar, verblijf van de eigenaar, gereserveerd door eigenaar,
			gereserveerd door de eigenaar, gereserveerd voor eigenaar,
			gereserveerd voor de eigenaar`,
		blocks: `
			geblokkeerd, blokkering, gesloten, eigenaar, onderhoud, schoonmaak, schoonmaken,
			renovatie, verbouwing, voorbereiding, voorbereidingstijd, eigenaarsverblijf,
			eigenaarsblok, eigenaarsreservering, eindschoonmaak, reparatie, reparaties,
			werkzaamheden, klusdag, buffer, bufferdag, bufferdagen, wisseldag,
			bezet door eigenaar, onbeschikbaar, niet te huur, niet verhuren, buiten dienst,
			grote schoonmaak`,
		pending: `
			voorlopig, in afwachting, aanvraag, boekingsaanvraag, optie, onbevestigd, in optie,
			optie genomen, voorlopige boeking, voorlopige reservering, op aanvraag, in aanvraag,
			wacht op betaling, wacht op bevestiging, offerte`,
		cancelled: `
			geannuleerd, annulering, afgewezen, verlopen, geannuleerde boeking,
			geannuleerde reservering`,
		booked: "gereserveerd, geboekt, reservering, boeking",
		occupied: "bezet, verhuurd",
		arrives: "aankomst",
		departs: "vertrek",
		phone: "telefoon, telefoonnummer, mobiel",
		guests: "gasten, aantal gasten, personen, aantal personen",
		guestName: "gast, naam gast, naam van de gast",
	},
	tr: {
		phrases: `
			müsait değil, uygun değil, rezervasyona kapalı, ev sahibi kullanımı,
			sahibi konaklaması, kişisel kullanım, hizmet dışı, hazırlık süresi,
			sahibi tarafından rezerve`,
		blocks: `
			kapalı, bloke, bloklu, engellendi, bakım, temizlik, tadilat, hazırlık, müsait değil,
			meşgul, onarım, tamirat, bakımda, temizlikte, bloklandı, satışa kapalı,
			kiralık değil, genel temizlik, mal sahibi, mülk sahibi, ev sahibi`,
		pending: `
			beklemede, onay bekliyor, geçici, talep, rezervasyon talebi, ön rezervasyon,
			opsiyon, ön talep, onay bekleniyor, ödeme bekliyor, ödeme bekleniyor, teklif,
			opsiyonlu, kesinleşmedi`,
		cancelled: `
			iptal, iptal edildi, reddedildi, iptal edilen, iptal oldu`,
		booked: "rezerve, rezerve edildi, rezervasyon",
		occupied: "dolu",
		arrives: "giriş, varış",
		departs: "çıkış, ayrılış",
		phone: "telefon numarası, cep telefonu, cep",
		guests: "misafirler, misafir sayısı, kişi sayısı, kişi",
		guestName: "misafir, misafir adı, konuk, konuk adı",
	},
	ru: {
		phrases: `
			не доступно, нет мест, закрыто для, закрыто на, заблокировано для,
			проживание владельца, личное использование, время подготовки, бронь владельца,
			визит владельца, забронировано для владельца, забронировано владельцем`,
		blocks: `
			недоступно, недоступен, заблокировано, заблокирован, блокировка, закрыто, закрыт,
			владелец, уборка, ремонт, обслуживание, подготовка, техобслуживание, недоступны,
			недоступна, закрыта, не доступен, владельцем, профилактика, не сдается,
			генеральная уборка, техническое обслуживание, ремонтные работы, вне эксплуатации,
			личные нужды`,
		pending: `
			предварительно, предварительная, ожидание, ожидает подтверждения, запрос,
			запрос на бронирование, не подтверждено, предварительная бронь,
			предварительное бронирование, ожидает оплаты, ожидает, ожидание оплаты,
			на рассмотрении, под вопросом, заявка`,
		cancelled: `
			отменено, отменен, отменена, отмена, отклонено, отмененное бронирование,
			отменена гостем, аннулировано`,
		booked: "забронировано, бронирование, бронь",
		occupied: "занято, занят",
		arrives: "заезд, прибытие",
		departs: "выезд, отъезд",
		phone: "телефон, номер телефона, моб",
		guests: "гостей, гости, количество гостей, число гостей",
		guestName: "гость, имя гостя",
	},
};

/** Words for blocks that are people's names, too. */
export const ALSO_NAMES = "block, hold, busy, closed, owner, bloqué, bloke";

/** Words in lower case that are parts of names. */
export const IN_NAMES = `
	a, al, and, bin, d, da, das, de, del, della, der, des, di, do, dos, du, e, el, en, et, i, la, le,
	les, of, op, den, ten, ter, the, u, und, van, ve, vd, vom, von, y, zu, zum, zur, и, family,
	familie, famille, familia, famiglia, família, gezin, ailesi, семья, group, gruppe, groupe, gruppo,
	grupo, groep, guest, guests, party, mr, mrs, ms, dr, herr, frau`;
