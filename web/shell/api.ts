import { CallError, client } from '../../contract/http/client.ts'
import type { CallOptions } from '../../contract/http/client.ts'
import type { Route } from '../../contract/http/route.ts'
import { language } from '../text/language.ts'
import { t } from '../text/t.ts'
import { setConnection } from './connection.ts'
import { signedInAgain, signedInTimes } from './session-end.ts'

/** Every call tells whether the server is there; one that is refused because the session ended waits for the next. */
async function watched(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const since = signedInTimes()
  try {
    const response = await fetch(input, init)
    setConnection(response.status === 503 ? 'unavailable' : 'up')
    const again = response.status === 401 ? signedInAgain(since) : null
    if (!again) return response
    await again
    return await watched(input, init)
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) setConnection('offline')
    throw error
  }
}

/** What a refusal says is said in the language of the page. */
const headers = { 'accept-language': language.name }

export const call = client('', watched, headers)

export const messageOf = (error: unknown): string =>
  error instanceof Error && error.message ? error.message : t('error.unknown')

export const statusOf = (error: unknown): number | null =>
  error instanceof CallError ? error.problem.status : null

/** A write and the ledger event it answers with: what to give back to take it back. */
export async function act<P, Q, B, O>(
  route: Route<P, Q, B, O>,
  options?: CallOptions<P, Q, B>,
): Promise<{ output: O; event: string | null }> {
  let event: string | null = null
  const watching = client(
    '',
    async (input, init) => {
      const response = await watched(input, init)
      event = response.headers.get('event')
      return response
    },
    headers,
  )
  return { output: await watching(route, options), event }
}
