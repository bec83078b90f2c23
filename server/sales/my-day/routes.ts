import { myDayRoute } from '../../../contract/sales/my-day.ts'
import type { Bind } from '../../http/bind.ts'
import { myDay } from './queries.ts'

export function bindMyDay(bind: Bind): void {
  bind(myDayRoute, ({ query, context }) => myDay(context, query))
}
