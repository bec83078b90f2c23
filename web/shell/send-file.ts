import { CallError } from '../../contract/http/client.ts'
import { problemSchema } from '../../contract/http/problem.ts'
import { language } from '../text/language.ts'

/** Sends a file and tells how much of it has gone; only this older way of calling says so. Rejects with `CallError`. */
export function sendFile(
  url: string,
  file: File,
  sent: (fraction: number) => void,
  signal: AbortSignal,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('accept-language', language.name)
    request.responseType = 'json'
    request.upload.addEventListener('progress', ({ loaded, total }) => sent(total > 0 ? loaded / total : 1))
    request.addEventListener('load', () => {
      if (request.status < 300) return resolve(request.response)
      const parsed = problemSchema.safeParse(request.response)
      reject(
        new CallError(
          parsed.success
            ? parsed.data
            : { type: 'about:blank', title: request.statusText, status: request.status },
          null,
        ),
      )
    })
    request.addEventListener('error', () =>
      reject(new CallError({ type: 'about:blank', title: 'The server cannot be reached', status: 0 }, null)),
    )
    request.addEventListener('abort', () => reject(new DOMException('Stopped', 'AbortError')))
    if (signal.aborted) return request.abort()
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
