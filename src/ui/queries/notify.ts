/** A short message at the edge of the page. The library for it is fetched when the first one is shown. */
export function notify(text: string, kind: 'message' | 'error' = 'message'): void {
  void import('sonner').then(({ toast }) => (kind === 'error' ? toast.error(text) : toast(text)));
}
