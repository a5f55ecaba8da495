#!/usr/bin/env bash
# zwave-js 15.29.0 answers an empty list of credentials for a lock that says nothing: it
# acknowledges each frame, and sends no report. Software that takes the list for what is on the lock
# believes that all codes are gone. In the same driver an empty place of User Credential CC reads as
# a credential of user 0, where the type promises `undefined`; and a lock that is met anew loses
# every PIN unless `interview.queryAllUserCodes` is set. (Latchstring asks place by place, and
# refuses such a driver.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts zwave-js@15.29.0 @zwave-js/testing@15.29.0 >/dev/null 2>&1
cat > seen.js <<'JS'
import { readFileSync } from "node:fs";
import { CommandClasses } from "@zwave-js/core";
import { MockController, MockNode } from "@zwave-js/testing";
import {
	createAndStartDriverWithMockPort,
	createDefaultMockControllerBehaviors,
	createDefaultMockNodeBehaviors,
} from "zwave-js/Testing";

// What ends before its last line has shown nothing.
process.exitCode = 1;
let number = 0;

async function start(ccId, more, before, queryAllUserCodes) {
	number += 1;
	const { driver, continueStartup, mockPort, serial } = await createAndStartDriverWithMockPort({
		logConfig: { enabled: false },
		timeouts: { response: 1000, report: 500 },
		interview: { queryAllUserCodes },
		storage: { cacheDir: `${process.cwd()}/cache${number}`, lockDir: `${process.cwd()}/locks${number}` },
	});
	const controller = await MockController.create({ homeId: 0x7e570001, ownNodeId: 1, mockPort, serial });
	controller.defineBehavior(...createDefaultMockControllerBehaviors());
	const commandClasses = [
		{ ccId: CommandClasses.Version, version: 3, isSupported: true },
		{ ccId, isSupported: true, ...more },
	];
	const mock = await MockNode.create({ id: 2, controller, capabilities: { isListening: true, commandClasses } });
	mock.defineBehavior(...createDefaultMockNodeBehaviors());
	controller.addNode(mock);
	before(mock);
	await new Promise((resolve) => {
		driver.once("driver ready", resolve);
		continueStartup();
	});
	const node = driver.controller.nodes.getOrThrow(2);
	if (!node.ready) await new Promise((resolve) => node.once("ready", resolve));
	return { driver, mock, node };
}
const put = (mock) => {
	mock.state.set("UserCode_userCode_1", "492817");
	mock.state.set("UserCode_userIdStatus_1", 1);
};
const { version } = JSON.parse(readFileSync("node_modules/zwave-js/package.json", "utf8"));
console.log("zwave-js", version);

const code = { version: 2, numUsers: 3 };
const kept = await start(CommandClasses["User Code"], code, put, true);
const listed = await kept.node.accessControl.getAllCredentials();
kept.mock.defineBehavior({ handleCC: () => ({ action: "stop" }) });
const silent = await kept.node.accessControl.getAllCredentials();
console.log(`a lock with one code lists ${listed.length}; saying nothing, it lists ${silent.length} and no error`);
await kept.driver.destroy();

const credential = { version: 1, numberOfSupportedUsers: 3 };
const empty = await start(CommandClasses["User Credential"], credential, () => undefined, true);
const place = await empty.node.accessControl.getCredential(1, 3);
console.log(`an empty place reads as ${JSON.stringify(place)}, and should be undefined`);
await empty.driver.destroy();

const wiped = await start(CommandClasses["User Code"], code, put, false);
console.log(`after a first interview with the defaults the lock holds ${wiped.mock.state.get("UserCode_userCode_1") ?? "no code"}`);

const isSame =
	listed.length === 1 &&
	silent.length === 0 &&
	JSON.stringify(place) === '{"userId":0,"type":1,"slot":3,"data":""}' &&
	wiped.mock.state.get("UserCode_userCode_1") === undefined;
console.log(isSame ? "as seen in November 2026" : "changed");
process.exit(isSame ? 0 : 1);
JS
node seen.js
