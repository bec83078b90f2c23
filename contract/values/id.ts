import { z } from 'zod'

/** Written small, as the database answers it. */
export const idSchema = z.uuid('Use the id of a record').toLowerCase()

/** An id for documentation: always the same one for things of one kind, so that examples fit together. */
export function exampleId(kind: string): string {
  let hash = 0xcbf29ce484222325n
  for (const letter of kind) hash = BigInt.asUintN(64, (hash ^ BigInt(letter.charCodeAt(0))) * 0x100000001b3n)
  return `0199d6a4-3c00-7a00-8000-${hash.toString(16).padStart(16, '0').slice(-12)}`
}
