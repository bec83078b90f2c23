import { z } from 'zod'
import { idParams, pageOf, pageQuery, route } from '../http/route.ts'
import { columnSchema, importSchema, refusalSchema, suggestionSchema } from './import.ts'
import {
  dialectSchema,
  draftMappingSchema,
  fileMappingSchema,
  importMappingSchema,
} from './import-mapping.ts'
import { keptSchema, undoPreviewSchema } from './import-undo.ts'

const shared = { tag: 'Imports', who: 'caller' } as const

export const importFileSchema = z.object({
  id: z.string(),
  name: z.string(),
  bytes: z.number().int(),
  /** Without the header. */
  rows: z.number().int(),
  dialect: dialectSchema,
})
export type ImportFile = z.infer<typeof importFileSchema>

export const inspectionSchema = z.object({
  file: importFileSchema,
  columns: z.array(columnSchema),
  /** The first rows, each a cell for each column. */
  sample: z.array(z.array(z.string())),
  /** What the rows probably are, the likeliest first, each with the mapping suggested for it. */
  suggestions: z.array(
    z.object({
      recordType: z.string(),
      confidence: z.number(),
      file: fileMappingSchema,
      fields: z.array(suggestionSchema),
    }),
  ),
})
export type Inspection = z.infer<typeof inspectionSchema>

/** One import with all that was said of it. Files that are deleted by now are not among them. */
export const importDetailSchema = importSchema.extend({
  mapping: draftMappingSchema,
  files: z.array(importFileSchema),
})
export type ImportDetail = z.infer<typeof importDetailSchema>

const filesSchema = z.array(z.uuid()).max(50)

export const savedMappingSchema = z.object({
  id: z.string(),
  name: z.string(),
  mapping: importMappingSchema,
  updatedAt: z.string(),
})

/** The largest file that may be sent. */
export const largestFile = 2_147_483_648

export const importRoutes = {
  /** The body is the file itself, sent as `application/octet-stream` or `text/csv`. */
  upload: route({
    ...shared,
    method: 'POST',
    path: '/imports/files',
    summary: 'Send a CSV file to import; the body is the file itself',
    query: z.object({ name: z.string().min(1).max(200) }),
    takes: 'text/csv',
    example: {
      query: { name: 'people.csv' },
      body: 'First name,Last name,E-mail\nAna,Duarte,ana.duarte@example.com\n',
    },
    output: importFileSchema,
    status: 201,
    bodyLimit: largestFile,
    slowBody: true,
  }),
  inspect: route({
    ...shared,
    method: 'POST',
    path: '/imports/files/{id}/inspect',
    summary: 'Look at a file: its dialect, columns, first rows and the mapping that they suggest',
    params: idParams,
    body: z.strictObject({ dialect: dialectSchema.partial().optional(), recordType: z.string().optional() }),
    output: inspectionSchema,
  }),
  mappings: route({
    ...shared,
    method: 'GET',
    path: '/imports/mappings',
    summary: 'List saved mappings',
    output: z.object({ data: z.array(savedMappingSchema) }),
  }),
  saveMapping: route({
    ...shared,
    method: 'PUT',
    path: '/imports/mappings',
    summary: 'Save a mapping; one of the same name is replaced',
    body: importMappingSchema,
    output: savedMappingSchema,
  }),
  deleteMapping: route({
    ...shared,
    method: 'DELETE',
    path: '/imports/mappings/{id}',
    summary: 'Delete a saved mapping',
    params: idParams,
  }),
  create: route({
    ...shared,
    method: 'POST',
    path: '/imports',
    summary: 'Prepare an import of files by a mapping; as a draft, neither need be whole yet',
    body: z.strictObject({
      mapping: draftMappingSchema,
      files: filesSchema,
      /** Kept as it is, and checked only when it is tried out or started. */
      draft: z.literal(true).optional(),
    }),
    output: importDetailSchema,
    status: 201,
  }),
  list: route({
    ...shared,
    method: 'GET',
    path: '/imports',
    summary: 'List imports, the newest first',
    query: pageQuery,
    output: pageOf(importSchema),
  }),
  get: route({
    ...shared,
    method: 'GET',
    path: '/imports/{id}',
    summary: 'Get an import, what its files mean, and how far it has come',
    params: idParams,
    output: importDetailSchema,
  }),
  update: route({
    ...shared,
    method: 'PUT',
    path: '/imports/{id}',
    summary: 'Say anew what the files of an import mean that has written nothing yet; honours If-Match',
    params: idParams,
    ifMatch: true,
    body: z.strictObject({ mapping: draftMappingSchema, files: filesSchema }),
    output: importDetailSchema,
  }),
  delete: route({
    ...shared,
    method: 'DELETE',
    path: '/imports/{id}',
    summary: 'Delete an import that has written nothing',
    params: idParams,
  }),
  check: route({
    ...shared,
    method: 'POST',
    path: '/imports/{id}/check',
    summary: 'Try an import out without writing anything',
    params: idParams,
    output: importDetailSchema,
    status: 202,
  }),
  start: route({
    ...shared,
    method: 'POST',
    path: '/imports/{id}/start',
    summary: 'Start an import, or go on with one that stopped',
    params: idParams,
    output: importDetailSchema,
    status: 202,
  }),
  cancel: route({
    ...shared,
    method: 'POST',
    path: '/imports/{id}/cancel',
    summary: 'Stop an import, or the undoing of one, after the rows in hand; what is done stays',
    params: idParams,
    output: importDetailSchema,
    status: 202,
  }),
  previewUndo: route({
    ...shared,
    method: 'GET',
    path: '/imports/{id}/undo',
    summary: 'What undoing an import would do',
    params: idParams,
    output: undoPreviewSchema,
  }),
  undo: route({
    ...shared,
    method: 'POST',
    path: '/imports/{id}/undo',
    summary: 'Undo an import as a whole, or go on with it; what was changed or used since stays',
    params: idParams,
    output: importDetailSchema,
    status: 202,
  }),
  kept: route({
    ...shared,
    method: 'GET',
    path: '/imports/{id}/kept',
    summary: 'The records that undoing an import left as they are, and why',
    params: idParams,
    query: pageQuery,
    output: pageOf(keptSchema),
  }),
  refusals: route({
    ...shared,
    method: 'GET',
    path: '/imports/{id}/refusals',
    summary: 'The rows that were refused, and why',
    params: idParams,
    query: pageQuery,
    output: pageOf(refusalSchema),
  }),
  /** CSV with the columns of the file, the row and the reason; mend it and import it again. */
  refusedRows: route({
    ...shared,
    method: 'GET',
    path: '/imports/{id}/refused-rows',
    summary: 'Download the refused rows of one pass as CSV, with their reasons',
    params: idParams,
    query: z.object({ pass: z.coerce.number().int().min(0).max(500) }),
    example: { query: { pass: 0 } },
    status: 200,
    sends: 'text/csv',
  }),
}
