// A proxy on 127.0.0.1 between a host and Seam, with what goes wrong on the way.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What becomes of a request on its way. */
export type Fault =
	| "pass"
	/** Late, but whole. */
	| "delay"
	/** It never arrives. */
	| "drop_request"
	/** It arrives, and its answer does not. */
	| "drop_answer"
	/** It arrives twice, and the second answer comes back. */
	| "double"
	/** The answer is cut off. */
	| "cut"
	| 404
	| 409
	| 429
	| 503;

export interface SeamProxy {
	address: string;
	/** Every request: its path, and what became of it. */
	seen: { path: string; fault: Fault }[];
	close(): Promise<void>;
}

export async function seamProxy(
	target: string,
	faultOf: (path: string, count: number) => Fault,
): Promise<SeamProxy> {
	const seen: SeamProxy["seen"] = [];
	const server = createServer((request, response) => {
		const fault = faultOf(request.url ?? "", seen.length);
		seen.push({ path: request.url ?? "", fault });
		pass(request, response, target, fault).catch(() => response.destroy());
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	const { port } = server.address() as AddressInfo;
	return {
		address: `http://127.0.0.1:${port}`,
		seen,
		close: () =>
			new Promise((closed) => {
				server.close(() => closed());
				server.closeAllConnections();
			}),
	};
}

async function pass(
	request: IncomingMessage,
	response: ServerResponse,
	target: string,
	fault: Fault,
): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	if (typeof fault === "number") return refuse(response, fault);
	if (fault === "drop_request") return void response.destroy();
	const forward = () =>
		fetch(`${target}${request.url}`, {
			method: request.method ?? "POST",
			headers: {
				authorization: request.headers.authorization ?? "",
				"content-type": "application/json",
			},
			body: Buffer.concat(chunks),
		});
	if (fault === "double") await (await forward()).text();
	if (fault === "delay") await new Promise((done) => setTimeout(done, 5));
	const answer = await forward();
	const body = await answer.text();
	if (fault === "drop_answer") return void response.destroy();
	response.writeHead(answer.status, { "content-type": "application/json" });
	response.end(fault === "cut" ? body.slice(0, body.length / 2) : body);
}

function refuse(response: ServerResponse, status: 404 | 409 | 429 | 503): void {
	const type = { 404: "not_found", 409: "conflict", 429: "rate_limit_exceeded", 503: "busy" }[
		status
	];
	const isPatient = status === 429;
	response.writeHead(status, {
		"content-type": "application/json",
		...(isPatient && { "retry-after": "1" }),
	});
	response.end(JSON.stringify({ error: { type, message: "by the proxy", request_id: "r" } }));
}
