import fc from "fast-check";
import { expect, test } from "vitest";
import { createMessage, decode, encode } from "../../../lib/kernel/protocol/message.ts";
import { Signer } from "../../../lib/kernel/protocol/signature.ts";

const frames = (parts: readonly (string | Uint8Array)[]): Buffer[] => parts.map((part) => Buffer.from(part));

test("a message comes out of its frames as it went in", () => {
  const content = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)), {
    noNullPrototype: true,
  });
  const identity = fc.uint8Array({ minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(content, fc.array(identity, { maxLength: 3 }), fc.string(), (content, identities, key) => {
      const message = createMessage("execute_request", content, { session: "s", identities });
      const decoded = decode(frames(encode(message, new Signer(key))), new Signer(key));
      expect(decoded.header).toEqual(message.header);
      expect(JSON.stringify(decoded.content)).toBe(JSON.stringify(content));
      expect(decoded.identities.map((part) => [...part])).toEqual(identities.map((part) => [...part]));
    }),
  );
});

test("a changed part, another key, a missing signature and a second arrival are refused", () => {
  const sent = frames(encode(createMessage("shutdown_request", { restart: false }, { session: "s" }), new Signer("key")));
  const receiver = new Signer("key");
  const changed = sent.with(-1, Buffer.from('{"restart":true}'));
  expect(() => decode(changed, receiver)).toThrow("its signature is wrong");
  expect(() => decode(sent, new Signer("other"))).toThrow("its signature is wrong");
  expect(() => decode(sent.with(1, Buffer.from("")), receiver)).toThrow("it is not signed");
  expect(decode(sent, receiver).header.msg_type).toBe("shutdown_request");
  expect(() => decode(sent, receiver)).toThrow("it was received before");
});

test("frames that are no message are refused with the reason", () => {
  const open = new Signer("");
  expect(() => decode(frames(["a", "b"]), open)).toThrow("no <IDS|MSG> delimiter");
  expect(() => decode(frames(["<IDS|MSG>", "", "{}"]), open)).toThrow("1 parts instead of 4");
  expect(() => decode(frames(["<IDS|MSG>", "", "{}", "{}", "{}", "[]"]), open)).toThrow("no JSON object");
  expect(() => decode(frames(["<IDS|MSG>", "", "{}", "{}", "{}", "{}"]), open)).toThrow("no msg_type");
});
