import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { fileSchema, largestFile } from './file.ts'

const shared = { tag: 'Files', who: 'caller' } as const

/** How large a thumbnail is at most, in pixels: a small one is square and filled, a large one shows all. */
export const thumbnailSizes = { small: 96, large: 1_000 } as const
export type ThumbnailSize = keyof typeof thumbnailSizes

export const fileRoutes = {
  upload: route({
    ...shared,
    method: 'POST',
    path: '/files',
    summary: 'Send a file; the body is the file itself. Give its id to a field of a record within a day',
    query: z.object({
      name: z.string().min(1).max(1_000),
      /** The field that it is for: its limits are then checked at once. */
      recordType: z.string().max(60).optional(),
      field: z.string().max(100).optional(),
    }),
    takes: 'application/octet-stream',
    output: fileSchema,
    status: 201,
    bodyLimit: largestFile,
    slowBody: true,
  }),
  content: route({
    ...shared,
    method: 'GET',
    path: '/files/{id}/content',
    summary: 'Get a file; its uploader does, and whoever sees it in its record. Answers ranges',
    params: idParams,
    query: z.object({
      /** Shown where it stands rather than kept, of images and PDF. */
      inline: z.stringbool().optional(),
    }),
    sends: '*/*',
    status: 200,
  }),
  thumbnail: route({
    ...shared,
    method: 'GET',
    path: '/files/{id}/thumbnail',
    summary: 'Get an image of a file as a small or large WebP',
    params: idParams,
    query: z.object({ size: z.enum(['small', 'large']).default('small') }),
    sends: 'image/webp',
    status: 200,
  }),
  remove: route({
    ...shared,
    method: 'DELETE',
    path: '/files/{id}',
    summary: 'Delete a file that was uploaded and given to no record yet',
    params: idParams,
  }),
}
