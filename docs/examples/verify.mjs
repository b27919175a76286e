// An endpoint for a hook, with nothing but Node and the public library: npm install standardwebhooks
//
//   HOOK_SECRET=whsec_... PORT=9000 node verify.mjs
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.HOOK_SECRET);
const seen = new Set(); // yours is a table: an event may be sent again

createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks).toString("utf8"); // the signature is over these bytes, so read JSON only afterwards
    try {
      const event = webhook.verify(body, request.headers);
      const id = request.headers["webhook-id"];
      console.log(`${seen.has(id) ? "again" : "new"} ${id} ${JSON.stringify(event)}`);
      seen.add(id);
      response.writeHead(204).end();
    } catch (refused) {
      console.log(`refused: ${refused.message}`);
      response.writeHead(401).end();
    }
  });
}).listen(Number(process.env.PORT ?? 9000), "127.0.0.1", function () {
  console.log(`listening on ${this.address().port}`);
});
