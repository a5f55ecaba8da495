#!/usr/bin/env bash
# The lock of @matter/main 0.17.9 answers SetCredential with status 1 (FAILURE) both for a PIN that
# another place has and for a place that is taken. Matter's Application Clusters, DlStatus: 2 is a
# duplicate, 3 is occupied. And it opens at any time for a user of the type YearDayScheduleUser: it
# stores windows and never looks at them. (Latchstring tells the two by the next free place, and
# writes the type of the user, which binds the windows in a lock that obeys them.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @matter/main@0.17.9 >/dev/null 2>&1
cat > seen.js <<'JS'
import { readFileSync } from "node:fs";
import { Crypto, Entropy, Environment, MockStorageService, Network, NetworkSimulator } from "@matter/general";
import { Endpoint, Logger, ServerNode } from "@matter/main";
import { DoorLockServer } from "@matter/main/behaviors/door-lock";
import { DoorLockDevice } from "@matter/main/devices/door-lock";
import { ControllerBehavior } from "@matter/main/node";

Logger.level = 5;
const network = new NetworkSimulator();
const environment = (name, host) => {
	const made = new Environment(name);
	for (const part of [Crypto, Entropy]) made.set(part, Environment.default.get(part));
	made.set(Network, network.addHost(host));
	new MockStorageService(made);
	return made;
};
const features = ["PinCredential", "User", "YearDayAccessSchedules", "CredentialOverTheAirAccess"];
const lock = new Endpoint(DoorLockDevice.with(DoorLockServer.with(...features)), {
	id: "lock",
	doorLock: {
		...{ lockType: 0, lockState: 1, actuatorEnabled: true, operatingMode: 0, wrongCodeEntryLimit: 5 },
		...{ userCodeTemporaryDisableTime: 60, numberOfTotalUsersSupported: 5, numberOfPinUsersSupported: 5 },
		...{ maxPinCodeLength: 8, minPinCodeLength: 4, numberOfCredentialsSupportedPerUser: 5 },
		...{ numberOfYearDaySchedulesSupportedPerUser: 1, sendPinOverTheAir: true, requirePinForRemoteOperation: true },
	},
});
const commissioning = { passcode: 20202021, discriminator: 3840 };
const node = await ServerNode.create(ServerNode.RootEndpoint, {
	...{ environment: environment("lock", 1), id: "lock", network: { port: 5540 }, commissioning, parts: [lock] },
});
await node.start();
const hub = await ServerNode.create(ServerNode.RootEndpoint.with(ControllerBehavior), {
	...{ environment: environment("hub", 2), id: "hub", network: { port: 5541 }, commissioning: { enabled: false } },
});
await hub.start();
const [remote] = [...(await hub.peers.commission(commissioning)).parts];
const call = (name, fields) => remote.act((agent) => agent.doorLock[name](fields));
const pinOf = (text) => new TextEncoder().encode(text);
const user = { userName: "Ada", userUniqueId: null, userStatus: 1, userType: 1, credentialRule: 0 };
const setPin = (credentialIndex, text) =>
	call("setCredential", {
		...{ operationType: 0, credential: { credentialType: 1, credentialIndex }, credentialData: pinOf(text) },
		...{ userIndex: 1, userStatus: null, userType: null },
	});
await call("setUser", { operationType: 0, userIndex: 1, ...user });
const long = { localStartTime: Date.UTC(2020, 0, 1) / 1000, localEndTime: Date.UTC(2020, 0, 2) / 1000 };
await call("setYearDaySchedule", { yearDayIndex: 1, userIndex: 1, ...long });
await setPin(1, "492817");
const duplicate = await setPin(2, "492817");
const taken = await setPin(1, "735162");
const opened = await call("unlockDoor", { pinCode: pinOf("492817") }).then(() => "opens", () => "is refused");
const { version } = JSON.parse(readFileSync("node_modules/@matter/main/package.json", "utf8"));
console.log("@matter/main", version);
console.log(`a duplicate: status ${duplicate.status}, next ${duplicate.nextCredentialIndex}, and should be status 2`);
console.log(`a place that is taken: status ${taken.status}, next ${taken.nextCredentialIndex}, and should be status 3`);
console.log(`years after its window a user of a year day schedule ${opened}`);
const seen = [duplicate.status, duplicate.nextCredentialIndex, taken.status, taken.nextCredentialIndex, opened];
const isSame = JSON.stringify(seen) === '[1,null,1,2,"opens"]';
console.log(isSame ? "as seen in November 2026" : "changed");
process.exit(isSame ? 0 : 1);
JS
node seen.js
