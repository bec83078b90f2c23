/** A call as it is sent. */
export interface Sent {
  params: Record<string, string>
  query: Record<string, unknown>
  body: unknown
}

/** The things that the document's examples name, made when they are asked for: each once for one call. */
export type Make = (kind: string) => Promise<string>
export type Made = Record<string, (make: Make) => Promise<string>>

/** What a call needs besides the things that its example names. */
export type Needs = Record<string, (sent: Sent, make: Make) => Promise<Partial<Sent>>>
