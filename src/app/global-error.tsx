'use client';

/** The document itself failed, styles and all: plain HTML that says so and still leads on. */
export default function GlobalError({ reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>◆ Driftboard could not be shown</title>
        <main>
          <h1>Driftboard could not be shown</h1>
          <p>
            Nothing is known about the state of the application from this page. The server's log says what
            failed.
          </p>
          <p>
            <button type="button" onClick={reset}>
              Try again
            </button>{' '}
            <a href="/">Overview</a>
          </p>
        </main>
      </body>
    </html>
  );
}
