import { z } from 'zod'

export const idSchema = z.uuid('Use the id of a record')
