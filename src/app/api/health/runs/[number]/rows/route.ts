import { dashboard } from '@/server/dashboard/dashboard';
import { answer } from '@/server/dashboard/http';
import { rowsAnswer } from '@/server/dashboard/objects';
import { logFault } from '@/server/log';

export const dynamic = 'force-dynamic';

/** Some of the rows of a kept run: what the page lists. */
export function GET(
  request: Request,
  { params }: { params: Promise<{ number: string }> },
): Promise<Response> {
  return answer(async () => {
    const { store } = await dashboard();
    return rowsAnswer(store, (await params).number, new URL(request.url).searchParams);
  }, logFault);
}
