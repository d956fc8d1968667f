// The peer of the start-up benchmark: Electron's own quick start, with a text field on its page.
const { app, BrowserWindow } = require("electron");
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, webPreferences: { sandbox: true } });
  return window.loadFile("index.html");
});
