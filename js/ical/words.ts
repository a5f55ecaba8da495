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
			not available, not bookable, no availability, blocked by, blocked for, blocked channel,
			blocked dates, blocked out, accommodation blocked, calendar blocked, closed for, closed
			period, owner stay, owner's stay, owners stay, owner block, owner hold, owner use, owner
			booking, personal use, preparation time, prep time, turnover day, cleaning day, deep
			cleaning, out of order, out of service, do not book`,
		blocks: `
			unavailable, blocked, block, closed, owner, maintenance, cleaning, preparation,
			renovation, repairs, busy, hold, on hold, turnover`,
		pending: `
			tentative, pending, provisional, inquiry, enquiry, request, booking request, reservation
			request, option, awaiting payment, payment pending, unconfirmed`,
		cancelled: "cancelled, canceled, cancellation, declined, expired",
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
			nicht verfügbar, nicht verfuegbar, nicht buchbar, gesperrt für, gesperrt wegen, gesperrt
			durch, gesperrter zeitraum, blockiert durch, blockiert für, belegung durch eigentümer,
			eigene nutzung, private nutzung`,
		blocks: `
			gesperrt, blockiert, geblockt, sperrung, sperrzeit, geschlossen, eigennutzung,
			eigenbelegung, eigentümer, wartung, reinigung, putzen, renovierung, reparatur,
			vorbereitungszeit, vorbereitung, unverfügbar, beschäftigt`,
		pending: `
			vorläufig, anfrage, buchungsanfrage, reservierungsanfrage, unbestätigt, ausstehend,
			provisorisch`,
		cancelled: "storniert, stornierung, storno, abgesagt, abgelehnt, abgelaufen",
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
			non disponible, pas disponible, non réservable, bloqué par, bloquée par, bloqué pour,
			fermé pour, fermée pour, par le propriétaire, séjour propriétaire, séjour du propriétaire, usage personnel,
			période fermée, temps de préparation, hors service`,
		blocks: `
			indisponible, bloqué, bloquée, blocage, fermé, fermée, fermeture, propriétaire,
			entretien, ménage, nettoyage, travaux, rénovation, préparation`,
		pending: `
			provisoire, en attente, demande, demande de réservation, non confirmé, non confirmée`,
		cancelled: "annulé, annulée, annulation, refusé, refusée, expiré, expirée",
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
			no disponible, bloqueado por, bloqueada por, bloqueado para, cerrado por, cerrada por,
			estancia del propietario, uso personal, uso propio, tiempo de preparación, fuera de
			servicio`,
		blocks: `
			bloqueado, bloqueada, bloqueo, cerrado, cerrada, propietario, mantenimiento, limpieza,
			obras, renovación, preparación`,
		pending: `
			provisional, pendiente, solicitud, solicitud de reserva, consulta, tentativa, sin
			confirmar`,
		cancelled: `
			cancelado, cancelada, cancelación, anulado, anulada, rechazado, rechazada`,
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
			non disponibile, non prenotabile, bloccato da, bloccata da, bloccato per, chiuso per,
			chiusa per, soggiorno del proprietario, uso personale, tempo di preparazione, fuori
			servizio`,
		blocks: `
			bloccato, bloccata, blocco, chiuso, chiusa, chiusura, proprietario, manutenzione,
			pulizia, pulizie, ristrutturazione, lavori, preparazione, indisponibile`,
		pending: `
			provvisorio, provvisoria, in attesa, richiesta, richiesta di prenotazione, opzione, da
			confermare`,
		cancelled: `
			cancellato, cancellata, cancellazione, annullato, annullata, rifiutato, rifiutata`,
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
			não disponível, bloqueado por, bloqueada por, bloqueado para, fechado para, fechada
			para, estadia do proprietário, uso pessoal, uso próprio, tempo de preparação, fora de
			serviço`,
		blocks: `
			indisponível, bloqueado, bloqueada, bloqueio, fechado, fechada, proprietário,
			manutenção, limpeza, obras, renovação, preparação`,
		pending: `
			provisório, provisória, pendente, pedido, pedido de reserva, consulta, por confirmar`,
		cancelled: `
			cancelado, cancelada, cancelamento, anulado, anulada, recusado, recusada`,
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
			gesloten wegens, verblijf eigenaar, eigen gebruik, buiten gebruik`,
		blocks: `
			geblokkeerd, blokkering, gesloten, eigenaar, onderhoud, schoonmaak, schoonmaken,
			renovatie, verbouwing, voorbereiding, voorbereidingstijd`,
		pending: `
			voorlopig, in afwachting, aanvraag, boekingsaanvraag, optie, onbevestigd`,
		cancelled: "geannuleerd, annulering, afgewezen, verlopen",
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
			müsait değil, uygun değil, rezervasyona kapalı, ev sahibi kullanımı, sahibi konaklaması,
			kişisel kullanım, hizmet dışı, hazırlık süresi`,
		blocks: `
			kapalı, bloke, bloklu, engellendi, bakım, temizlik, tadilat, hazırlık, müsait değil,
			meşgul`,
		pending: `
			beklemede, onay bekliyor, geçici, talep, rezervasyon talebi, ön rezervasyon, opsiyon`,
		cancelled: "iptal, iptal edildi, reddedildi",
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
			не доступно, нет мест, закрыто для, закрыто на, заблокировано для, проживание владельца,
			личное использование, время подготовки`,
		blocks: `
			недоступно, недоступен, заблокировано, заблокирован, блокировка, закрыто, закрыт,
			владелец, уборка, ремонт, обслуживание, подготовка`,
		pending: `
			предварительно, предварительная, ожидание, ожидает подтверждения, запрос, запрос на
			бронирование, не подтверждено`,
		cancelled: "отменено, отменен, отменена, отмена, отклонено",
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
