import { z } from 'zod'
import { idParams, pageOf, pageQuery, route } from '../http/route.ts'
import { columnSchema, importSchema, refusalSchema, suggestionSchema } from './import.ts'
import { dialectSchema, fileMappingSchema, importMappingSchema } from './import-mapping.ts'

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
    output: importFileSchema,
    status: 201,
    bodyLimit: largestFile,
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
    summary: 'Prepare an import of files by a mapping',
    body: z.strictObject({ mapping: importMappingSchema, files: z.array(z.uuid()).min(1).max(50) }),
    output: importSchema,
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
    summary: 'Get an import and how far it has come',
    params: idParams,
    output: importSchema,
  }),
  check: route({
    ...shared,
    method: 'POST',
    path: '/imports/{id}/check',
    summary: 'Try an import out without writing anything',
    params: idParams,
    output: importSchema,
    status: 202,
  }),
  start: route({
    ...shared,
    method: 'POST',
    path: '/imports/{id}/start',
    summary: 'Start an import, or go on with one that stopped',
    params: idParams,
    output: importSchema,
    status: 202,
  }),
  cancel: route({
    ...shared,
    method: 'POST',
    path: '/imports/{id}/cancel',
    summary: 'Stop an import after the rows in hand; what is in stays',
    params: idParams,
    output: importSchema,
    status: 202,
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
    status: 200,
  }),
}
