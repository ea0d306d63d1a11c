"""Talks to the kernel `tslab` through jupyter_client, as every Jupyter front end does, and prints what it saw as JSON."""

import json
import threading
import time

from jupyter_client.manager import KernelManager

manager = KernelManager(kernel_name="tslab")
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)


def run(code, after_stream=None):
    outputs = []

    def hook(message):
        if message["msg_type"] == "stream" and after_stream is not None and not outputs:
            threading.Timer(0.2, after_stream).start()
        if message["msg_type"] not in ("status", "execute_input"):
            outputs.append(message)

    reply = client.execute_interactive(code, output_hook=hook, timeout=60, allow_stdin=True, stdin_hook=lambda _: None)["content"]
    return reply, outputs


def answer(message_id, channel=None):
    while True:
        reply = client.get_shell_msg(timeout=60)
        if reply["parent_header"].get("msg_id") == message_id:
            return reply["content"]


def interrupted(code):
    at = []

    def stop():
        at.append(time.time())
        manager.interrupt_kernel()

    reply, _ = run(code, stop)
    return [reply.get("ename"), time.time() - at[0]]


seen = {}
info = answer(client.kernel_info())["language_info"]
seen["language"] = [info["name"], info["file_extension"], info["mimetype"]]
_, outputs = run("const answer = 2; console.log('x'); answer")
seen["outputs"] = [output["msg_type"] for output in outputs]
seen["result"] = outputs[-1]["content"]["data"]["text/plain"]
reply, _ = run("throw new RangeError('wrong')")
seen["error"] = [reply["ename"], reply["evalue"]]
seen["interrupted"] = interrupted("console.log('begins'); for (;;) await new Promise((r) => setTimeout(r, 5));")
seen["loop"] = interrupted("console.log('begins'); for (;;) {}")
seen["kept"] = run("answer")[1][0]["content"]["data"]["text/plain"]
seen["complete"] = answer(client.complete("answer.to", 9))["matches"]
seen["inspect"] = answer(client.inspect("answer", 3))["data"]["text/plain"]
seen["isComplete"] = [answer(client.is_complete(code))["status"] for code in ("1 + 1", "function f() {", "const = 3")]
seen["history"] = [entry[2] for entry in answer(client.history(hist_access_type="tail", n=10))["history"]]
asked = []


def give(message):
    asked.append([message["msg_type"], message["content"]["prompt"], message["content"]["password"]])
    client.input("Ada")


answered = []
reply = client.execute_interactive(
    "const name = prompt('Your name?'); `${name} ${confirm('Sure?')}`",
    allow_stdin=True,
    stdin_hook=give,
    output_hook=lambda message: answered.append(message["content"].get("data", {}).get("text/plain")),
    timeout=60,
)["content"]
seen["asked"] = asked
seen["answered"] = [text for text in answered if text is not None]
seen["unanswered"] = interrupted("console.log('begins'); prompt('Never answered')")
manager.restart_kernel()
client.wait_for_ready(timeout=60)
seen["restarted"] = run("1")[0]["status"]
manager.shutdown_kernel()
seen["alive"] = manager.is_alive()
client.stop_channels()
print(json.dumps(seen))
