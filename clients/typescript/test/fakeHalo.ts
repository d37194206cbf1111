import {createServer, type IncomingMessage} from "node:http";
import type {AddressInfo} from "node:net";

export interface Call {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: unknown;
}

export interface Answer {
  status?: number;
  type?: string;
  body: string;
}

/** A server that answers as a test says, and remembers what it was asked. */
export class FakeHalo {
  readonly calls: Call[] = [];
  answer: (call: Call) => Answer = () => ({body: "{\"ok\":true}"});

  private constructor(private readonly server: ReturnType<typeof createServer>) {}

  static async start(): Promise<FakeHalo> {
    const server = createServer();
    const fake = new FakeHalo(server);
    server.on("request", (request, response) => {
      let text = "";
      request.setEncoding("utf8");
      request.on("data", (part) => text += part);
      request.on("end", () => {
        const call = {
          method: request.method ?? "", path: request.url ?? "", headers: request.headers,
          body: text === "" ? undefined : JSON.parse(text) as unknown,
        };
        fake.calls.push(call);
        const answer = fake.answer(call);
        response.writeHead(answer.status ?? 200, {"Content-Type": answer.type ?? "application/json"});
        response.end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
