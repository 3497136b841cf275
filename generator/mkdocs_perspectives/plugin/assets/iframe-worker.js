/* A worker in a frame, for a site that is read from the disk: there browsers start no workers.
   The theme would load this from another host; see the plugin. */
(() => {
  "use strict";
  if (location.protocol !== "file:") return;

  /* What a worker's script expects around it; runs in the frame. */
  function surroundings() {
    window.postMessage = (data) => window.frameElement.deliver(data);
    window.importScripts = (...addresses) =>
      addresses.reduce(
        (before, address) =>
          before.then(
            () =>
              new Promise((loaded, failed) => {
                const script = document.createElement("script");
                script.src = address;
                script.onload = loaded;
                script.onerror = failed;
                document.body.append(script);
              })
          ),
        Promise.resolve()
      );
  }

  window.IFrameWorker = class extends EventTarget {
    constructor(address) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.deliver = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      document.body.append(frame);
      const inner = frame.contentDocument;
      inner.open();
      inner.write(
        `<!doctype html><title>Search</title><body><script>(${surroundings})()<\/script>` +
          `<script src="${new URL(address, location.href)}"><\/script>`
      );
      inner.close();
      this.ready = new Promise((loaded) => frame.addEventListener("load", loaded));
      this.postMessage = (data) =>
        this.ready.then(() =>
          frame.contentWindow.dispatchEvent(new MessageEvent("message", { data }))
        );
    }
  };
  window.Worker = window.IFrameWorker;
})();
