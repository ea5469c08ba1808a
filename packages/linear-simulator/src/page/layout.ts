import { Html, html } from './html';

const styles = new Html(`
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --accent: #5e6ad2; }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; padding: 1rem 1.5rem 4rem; max-width: 70rem; }
header { display: flex; gap: 1.25rem; align-items: baseline; border-bottom: 1px solid var(--line); padding-bottom: .6rem; }
header strong { font-size: 1.05rem; }
a { color: var(--accent); text-decoration: none; } a:hover { text-decoration: underline; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.05rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--soft); vertical-align: top; }
th { font-weight: 600; font-size: .85rem; opacity: .75; }
form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin: .5rem 0; }
label { display: flex; flex-direction: column; font-size: .85rem; gap: .15rem; }
input, select, textarea, button { font: inherit; padding: .3rem .5rem; border: 1px solid var(--line); border-radius: 6px; background: Canvas; color: CanvasText; }
button { background: var(--accent); color: #fff; border-color: var(--accent); cursor: pointer; }
button.quiet { background: none; color: inherit; border-color: var(--line); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.dot { display: inline-block; width: .7em; height: .7em; border-radius: 50%; margin-right: .4em; }
.grid { display: grid; grid-template-columns: minmax(0, 3fr) minmax(16rem, 2fr); gap: 2rem; }
@media (max-width: 55rem) { .grid { grid-template-columns: 1fr; } }
.note { background: var(--soft); border-radius: 6px; padding: .5rem .8rem; } .note.error { border-left: 4px solid #eb5757; }
pre { white-space: pre-wrap; font: inherit; background: var(--soft); padding: .6rem .8rem; border-radius: 6px; }
`);

/** A whole page. */
export function layout(options: {
  title: string;
  organization: string;
  error?: string;
  content: Html;
}): string {
  const { title, organization, error, content } = options;
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Linear simulator</title>
        <link rel="icon" href="data:," />
        <style>
          ${styles}
        </style>
      </head>
      <body>
        <header>
          <strong>${organization}</strong>
          <nav aria-label="Main">
            <a href="/">Issues</a> · <a href="/faults">Faults and requests</a>
          </nav>
          <small>Linear simulator, not Linear</small>
        </header>
        <main>
          ${error ? html`<p class="note error" role="alert">${error}</p>` : ''}
          ${content}
        </main>
      </body>
    </html>`.text;
}
