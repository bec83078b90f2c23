import { z } from 'zod'
import { idSchema } from '../values/id.ts'

/** What a field of files may be narrowed to, each with the media types that it takes in. */
export const fileKinds = {
  image: ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'],
  pdf: ['application/pdf'],
  document: [
    'application/pdf',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/msword',
    'application/vnd.oasis.opendocument.text',
    'application/rtf',
    'text/plain',
    'text/markdown',
  ],
  spreadsheet: [
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.ms-excel',
    'application/vnd.oasis.opendocument.spreadsheet',
    'text/csv',
  ],
  presentation: [
    'application/pdf',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    'application/vnd.ms-powerpoint',
    'application/vnd.oasis.opendocument.presentation',
  ],
  sound: ['audio/mpeg', 'audio/wav', 'audio/ogg', 'audio/mp4', 'audio/flac'],
  film: ['video/mp4', 'video/webm', 'video/quicktime'],
} as const satisfies Record<string, readonly string[]>

export type FileKind = keyof typeof fileKinds
export const fileKindNames = Object.keys(fileKinds) as [FileKind, ...FileKind[]]

const megabyte = 1_048_576
/** The largest file that any field takes, and what one takes that says nothing, in bytes. */
export const largestFile = 100 * megabyte
export const usualLargest = 25 * megabyte
/** Of a photo or a logo. */
export const largestPicture = 10 * megabyte
export const mostFiles = 100

/** What a field asks of its files; its declaration says it. */
export interface FileLimits {
  /** What they may be; anything without it. */
  kinds?: readonly FileKind[]
  /** How large each may be, in bytes; the usual limit without it. */
  largest?: number
}

/** The media types that a field takes; null for all. */
export const mediaTypesOf = ({ kinds }: FileLimits): readonly string[] | null =>
  kinds && kinds.length > 0 ? [...new Set(kinds.flatMap((kind) => fileKinds[kind]))] : null

export const takesMediaType = (field: FileLimits, mediaType: string): boolean =>
  mediaTypesOf(field)?.includes(mediaType) ?? true

export const largestOf = ({ largest }: FileLimits): number => largest ?? usualLargest

/** Images that the server makes thumbnails of, and a browser may show where it stands. */
export const isImage = (mediaType: string): boolean =>
  (fileKinds.image as readonly string[]).includes(mediaType)

/** A file as a record has it. */
export const fileSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** In bytes. */
  size: z.number().int(),
  /** By its content, whatever it was called. */
  mediaType: z.string(),
})
export type FileValue = z.infer<typeof fileSchema>

/** A file as it is given to a record: the id of one uploaded before, or one that was read, sent back as it was. */
export const givenFileSchema = z.object({
  id: idSchema,
  name: z.string().optional(),
  size: z.number().optional(),
  mediaType: z.string().optional(),
})
