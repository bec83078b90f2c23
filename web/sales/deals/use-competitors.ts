import { useQuery } from '@tanstack/react-query'
import { competitor as competitorType } from '../../../contract/sales/competitor.ts'
import { routesOf, someQuery } from '../../records/record-api.ts'
import { call } from '../../shell/api.ts'

const most = 200

/** The competitors that are known, and the id of one by its name: a new one is made. */
export function useCompetitors() {
  const { data } = useQuery(someQuery(competitorType, { filter: null, sort: 'title', fields: [] }, most))
  const known = data?.data ?? []
  return {
    names: known.map(({ title }) => title),
    idOf: async (name: string): Promise<string> => {
      const same = known.find(({ title }) => title.toLowerCase() === name.toLowerCase())
      return same?.id ?? (await call(routesOf(competitorType).create, { body: { name } })).id
    },
  }
}
