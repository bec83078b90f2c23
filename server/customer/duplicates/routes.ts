import { duplicateRoutes } from '../../../contract/customer/duplicates.ts'
import type { Bind } from '../../http/bind.ts'
import { duplicateCompanies, duplicatePeople } from './queries.ts'

export function bindDuplicates(bind: Bind): void {
  bind(duplicateRoutes.people, async ({ query, context }) => ({
    data: await duplicatePeople(context, query),
  }))
  bind(duplicateRoutes.companies, async ({ query, context }) => ({
    data: await duplicateCompanies(context, query),
  }))
}
