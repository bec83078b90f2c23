import { recordTypeOf } from '../../contract/record-types.ts'

/** Where a record's page is. */
export const addressOf = (typeName: string, id: string): string => `/${recordTypeOf(typeName).plural}/${id}`
