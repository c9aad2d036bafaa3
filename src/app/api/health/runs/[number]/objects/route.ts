import { dashboard } from '@/server/dashboard/dashboard';
import { answer } from '@/server/dashboard/http';
import { objectAnswer } from '@/server/dashboard/objects';
import { logFault } from '@/server/log';

export const dynamic = 'force-dynamic';

/** One object of a kept run, whole, as each side has it. */
export function GET(
  request: Request,
  { params }: { params: Promise<{ number: string }> },
): Promise<Response> {
  return answer(async () => {
    const { store } = await dashboard();
    return objectAnswer(store, (await params).number, new URL(request.url).searchParams);
  }, logFault);
}
