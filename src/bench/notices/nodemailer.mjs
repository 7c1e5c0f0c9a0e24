// Sends so many messages of that many bytes over pooled connections, and prints how many a second that were.
import { createRequire } from "node:module";
const nodemailer = createRequire(process.argv[2] + "/")("nodemailer");
const [port, count, bytes, connections] = process.argv.slice(3).map(Number);
const transport = nodemailer.createTransport({
  host: "127.0.0.1", port, pool: true, maxConnections: connections, maxMessages: Infinity, ignoreTLS: true,
});
const line = "A line of the text that account holders get, as long as lines of text are.\n";
const text = line.repeat(Math.ceil(bytes / 3 / line.length));
const html = "<p>" + line.repeat(Math.ceil((bytes * 2) / 3 / line.length)) + "</p>";
let next = 0;
const one = async () => {
  while (next < count) {
    await transport.sendMail({
      from: "domain.ps <privacy@domain.ps>", to: `holder${++next}@example.com`, subject: "Our privacy policy changes",
      text, html,
    });
  }
};
const begun = performance.now();
await Promise.all(Array.from({ length: connections * 2 }, one));
console.log(Math.round(count / ((performance.now() - begun) / 1000)));
transport.close();
