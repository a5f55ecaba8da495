// The demo over its local host in workerd, for this machine only.
import { run, say } from "./common.js";

run("node", ["scripts/setup.js"]);
run("node", ["scripts/build.js"]);

say("starting the local host");
await import("./host.js");
