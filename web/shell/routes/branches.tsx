import { createRootRouteWithContext, createRoute, Outlet } from '@tanstack/react-router'
import type { QueryClient } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { registerAsker } from '../../records/asking.ts'
import { registerCell } from '../../records/cells.ts'
import { registerHead } from '../../records/heads.ts'
import { isAskedForBySales } from '../../sales/asked-for.ts'
import { CrumbProvider } from '../crumbs.tsx'
import { NotFound } from '../error-page.tsx'
import { Frame } from '../frame.tsx'
import { useSessionEnded } from '../session-end.ts'
import { guard, Inside } from '../session.tsx'

/** What every page stands on. */
export const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
  validateSearch: (search: Record<string, unknown>): { from?: string; error?: string } => ({
    ...(typeof search['from'] === 'string' && { from: search['from'] }),
    ...(typeof search['error'] === 'string' && { error: search['error'] }),
  }),
})

const SignInAgain = lazy(() => import('../../team/sign-in-again.tsx'))

/** Over whatever page is open when the session ends. */
function SessionEnd() {
  return (
    useSessionEnded() && (
      <Suspense>
        <SignInAgain />
      </Suspense>
    )
  )
}

/** Pages of who is signed in. */
export const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: ({ context, location }) => guard(context.queries, 'inside', location.href),
  component: () => (
    <Inside>
      <CrumbProvider>
        <Outlet />
      </CrumbProvider>
      <SessionEnd />
    </Inside>
  ),
})

registerHead(
  'deal',
  lazy(() => import('./deal-head.tsx')),
)
registerHead(
  'meeting',
  lazy(() => import('../../customer/meetings/meeting-head.tsx')),
)
registerHead(
  'lead',
  lazy(() => import('../../sales/leads/lead-head.tsx')),
)
registerCell('lead', 'respondBy', {
  needs: ['warnAt', 'firstTouchedAt', 'status'],
  Show: lazy(() => import('../../sales/leads/respond-by.tsx')),
})
registerCell('deal', 'stageSince', {
  needs: ['status', 'quietOn', 'nextStep', 'nextStepOn', 'pipeline'],
  onCards: true,
  Show: lazy(() => import('../../sales/deals/stage-age.tsx')),
})
registerHead(
  'product',
  lazy(() => import('../../sales/products/product-head.tsx')),
)
registerHead(
  'payment',
  lazy(() => import('../../sales/orders/payment-head.tsx')),
)
registerHead(
  'contract',
  lazy(() => import('../../sales/orders/contract-head.tsx')),
)
registerAsker(isAskedForBySales)
const AfterMoves = lazy(() => import('../../sales/after-moves.tsx'))

/** Those of them with the rail and the top bar. */
export const framed = createRoute({
  getParentRoute: () => inside,
  id: 'framed',
  component: () => (
    <>
      <Frame />
      <Suspense>
        <AfterMoves />
      </Suspense>
    </>
  ),
})
