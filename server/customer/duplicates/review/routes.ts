import { duplicateReviewRoutes } from '../../../../contract/customer/duplicates.ts'
import type { Bind } from '../../../http/bind.ts'
import type { Context } from '../../../http/context.ts'
import { typeIn } from '../../../records/types.ts'
import { cancelSearch, reviewed, startSearch } from '../search/commands.ts'
import { dismissPair, mergePairs } from './commands.ts'
import { listPairs, planOf, searchOf } from './queries.ts'

export function bindDuplicateReview(bind: Bind): void {
  for (const declared of reviewed) {
    const routes = duplicateReviewRoutes(declared)
    const typeOf = ({ database }: Context) => typeIn(database, declared.name)
    bind(routes.pairs, ({ query, context }) => listPairs(context, typeOf(context), query))
    bind(routes.dismiss, ({ params, context }) => dismissPair(context, typeOf(context), params.id, true))
    bind(routes.reconsider, ({ params, context }) => dismissPair(context, typeOf(context), params.id, false))
    bind(routes.plan, ({ query, context }) => planOf(context, typeOf(context), query.atLeast))
    bind(routes.mergePairs, async ({ body, context }) => ({
      results: await mergePairs(context, typeOf(context), body.pairs),
    }))
    bind(routes.search, ({ context }) => searchOf(context.database.db, declared))
    bind(routes.startSearch, async ({ context }) => {
      await startSearch(context.database.db, declared, context.caller.userId)
      return searchOf(context.database.db, declared)
    })
    bind(routes.cancelSearch, async ({ context }) => void (await cancelSearch(context.database.db, declared)))
  }
}
