import { hasTimeline, timelineRoute } from '../../../contract/customer/timeline.ts'
import { recordTypes } from '../../../contract/record-types.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Bind } from '../../http/bind.ts'
import { timelineOf } from './queries.ts'

export function bindTimeline(bind: Bind): void {
  for (const type of recordTypes as readonly RecordType[])
    if (hasTimeline(type))
      bind(timelineRoute(type), ({ params, query, context }) => timelineOf(context, type, params.id, query))
}
