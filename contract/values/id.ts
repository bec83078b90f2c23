import { z } from 'zod'

/** Written small, as the database answers it. */
export const idSchema = z.uuid('Use the id of a record').toLowerCase()
