import {
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
  useParams,
} from '@tanstack/react-router'
import { recordTypeByPlural } from '../../../contract/record-types.ts'
import { metricsSearch, reportsSearch } from '../../metrics/search.ts'
import { forecastSearch } from '../../sales/forecast/search.ts'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { framed, inside, root } from './branches.tsx'
import { ErrorPage, NotFound } from '../error-page.tsx'
import { listSearch } from '../list-search.ts'
import type { ListSearch } from '../list-search.ts'
import { queryClient } from '../query-client.ts'
import { guard } from '../session.tsx'
import { settingsRoutes } from './settings.ts'

/** Every page of the web, each loaded when it is first asked for. Only this folder knows them all. */

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  beforeLoad: ({ context, location }) => guard(context.queries, 'setup', location.href),
  component: lazyRouteComponent(() => import('../../team/setup.tsx')),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  beforeLoad: ({ context, location }) => guard(context.queries, 'sign-in', location.href),
  component: lazyRouteComponent(() => import('../../team/sign-in.tsx')),
})

const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot',
  component: lazyRouteComponent(() => import('../../team/forgot.tsx')),
})

const unsubscribe = createRoute({
  getParentRoute: () => root,
  path: '/unsubscribe',
  component: lazyRouteComponent(() => import('../../team/unsubscribe.tsx')),
})

const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(() => import('../../team/join.tsx')),
})

const publicQuote = createRoute({
  getParentRoute: () => root,
  path: '/quote',
  component: lazyRouteComponent(() => import('../../sales/quotes/public-quote.tsx')),
})

const secondFactor = createRoute({
  getParentRoute: () => root,
  path: '/second-factor',
  beforeLoad: ({ context, location }) => guard(context.queries, 'second-factor', location.href),
  component: lazyRouteComponent(() => import('../../team/second-factor-due.tsx')),
})

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  validateSearch: (search: Record<string, unknown>): { token?: string } =>
    typeof search['token'] === 'string' ? { token: search['token'] } : {},
  component: lazyRouteComponent(() => import('../../team/reset.tsx')),
})

const welcome = createRoute({
  getParentRoute: () => inside,
  path: '/welcome',
  component: lazyRouteComponent(() => import('../../team/welcome.tsx')),
})

const home = createRoute({
  getParentRoute: () => framed,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/today' })
  },
})

const today = createRoute({
  getParentRoute: () => framed,
  path: '/today',
  component: lazyRouteComponent(() => import('../../today/today.tsx')),
})

const bin = createRoute({
  getParentRoute: () => framed,
  path: '/bin',
  validateSearch: (search: Record<string, unknown>): { type?: string } =>
    typeof search['type'] === 'string' ? { type: search['type'] } : {},
  component: lazyRouteComponent(() => import('../../records/bin-page.tsx')),
})

const duplicates = createRoute({
  getParentRoute: () => framed,
  path: '/duplicates',
  validateSearch: (search: Record<string, unknown>): { type?: string; import?: string } => ({
    ...(typeof search['type'] === 'string' && { type: search['type'] }),
    ...(typeof search['import'] === 'string' && { import: search['import'] }),
  }),
  component: lazyRouteComponent(() => import('../../customer/duplicates/duplicates-page.tsx')),
})

const imports = createRoute({
  getParentRoute: () => framed,
  path: '/import',
  component: lazyRouteComponent(() => import('../../records/import/start-page.tsx')),
})

const importOne = createRoute({
  getParentRoute: () => framed,
  path: '/import/$id',
  validateSearch: (search: Record<string, unknown>): { edit?: boolean } =>
    search['edit'] === true ? { edit: true } : {},
  component: lazyRouteComponent(() => import('../../records/import/import-page.tsx')),
})

const loadBulkPage = () => import('../../records/bulk/bulk-page.tsx')

const bulkEdits = createRoute({
  getParentRoute: () => framed,
  path: '/bulk-edits',
  component: lazyRouteComponent(loadBulkPage),
})

const bulkEdit = createRoute({
  getParentRoute: () => framed,
  path: '/bulk-edits/$id',
  component: lazyRouteComponent(loadBulkPage),
})

const metrics = createRoute({
  getParentRoute: () => framed,
  path: '/metrics',
  validateSearch: metricsSearch,
  component: lazyRouteComponent(() => import('../../metrics/metrics-page.tsx')),
})

const metric = createRoute({
  getParentRoute: () => framed,
  path: '/metrics/$slug',
  validateSearch: metricsSearch,
  component: lazyRouteComponent(() => import('../../metrics/metric-page.tsx')),
})

const reports = createRoute({
  getParentRoute: () => framed,
  path: '/reports',
  validateSearch: reportsSearch,
  component: lazyRouteComponent(() => import('../../metrics/reports/reports-page.tsx')),
})

const salesCosts = createRoute({
  getParentRoute: () => framed,
  path: '/reports/costs',
  validateSearch: (search: Record<string, unknown>): { year?: number } =>
    Number.isInteger(search['year']) ? { year: Number(search['year']) } : {},
  component: lazyRouteComponent(() => import('../../metrics/reports/costs-page.tsx')),
})

const forecast = createRoute({
  getParentRoute: () => framed,
  path: '/forecast',
  validateSearch: forecastSearch,
  component: lazyRouteComponent(() => import('../../sales/forecast/forecast-page.tsx')),
})

const quotas = createRoute({
  getParentRoute: () => framed,
  path: '/quotas',
  component: lazyRouteComponent(() => import('../../sales/quotas/quotas-page.tsx')),
})

const printRecord = lazyRouteComponent(async () => {
  const [{ default: PrintRecord }, { TimelineOnPaper }] = await Promise.all([
    import('../../records/print/print-record.tsx'),
    import('../../customer/printed-timeline.tsx'),
  ])
  return {
    default: function Printed() {
      return <PrintRecord Timeline={TimelineOnPaper} />
    },
  }
})

const knownType = ({ params }: { params: { plural: string } }) => {
  if (!recordTypeByPlural(params.plural)) throw notFound()
}

const list = createRoute({
  getParentRoute: () => framed,
  path: '/$plural',
  validateSearch: listSearch,
  beforeLoad: knownType,
  component: lazyRouteComponent(() => import('../../records/list-page.tsx')),
})

const compare = createRoute({
  getParentRoute: () => framed,
  path: '/compare/$plural',
  validateSearch: (search: Record<string, unknown>): { ids?: string; primary?: string } => ({
    ...(typeof search['ids'] === 'string' && { ids: search['ids'] }),
    ...(typeof search['primary'] === 'string' && { primary: search['primary'] }),
  }),
  beforeLoad: knownType,
  component: lazyRouteComponent(() => import('../../records/compare/compare-page.tsx')),
})

/** A customer's page: the customer's own, and what each wing adds to it. */
const customerPage = (typeName: 'person' | 'company') =>
  lazyRouteComponent(async () => {
    const parts = await Promise.all([
      import('../../customer/customer-page.tsx'),
      import('../../sales/deals-panel.tsx'),
      import('../../sales/leads/leads-panel.tsx'),
      import('../../sales/orders/orders-panel.tsx'),
      import('../../sales/deals/roles-panel.tsx'),
      import('../../customer/mail/mail-action.tsx'),
    ])
    const [
      { default: CustomerPage },
      { dealsPanel },
      { leadsPanel },
      { ordersPanel },
      { rolesPanel },
      { mailPanel },
    ] = parts
    const wings = [mailPanel, leadsPanel, dealsPanel, rolesPanel, ordersPanel]
    return {
      default: function Customer() {
        const { id = '' } = useParams({ strict: false })
        return <CustomerPage key={id} typeName={typeName} id={id} wings={wings} />
      },
    }
  })

const person = createRoute({
  getParentRoute: () => framed,
  path: '/people/$id',
  component: customerPage('person'),
})
const company = createRoute({
  getParentRoute: () => framed,
  path: '/companies/$id',
  component: customerPage('company'),
})

const callLists = createRoute({
  getParentRoute: () => framed,
  path: '/call-queue',
  component: lazyRouteComponent(() => import('../../sales/calls/lists-page.tsx')),
})
const newCallList = createRoute({
  getParentRoute: () => framed,
  path: '/call-queue/new',
  validateSearch: (search: Record<string, unknown>): Record<string, string> =>
    Object.fromEntries(
      ['type', 'filter', 'q', 'ids'].flatMap((name) =>
        typeof search[name] === 'string' ? [[name, search[name]]] : [],
      ),
    ),
  component: lazyRouteComponent(() => import('../../sales/calls/new-list-page.tsx')),
})
const callQueue = createRoute({
  getParentRoute: () => framed,
  path: '/call-queue/$id',
  component: lazyRouteComponent(() => import('../../sales/calls/queue-page.tsx')),
})

const quote = createRoute({
  getParentRoute: () => framed,
  path: '/quotes/$id',
  component: lazyRouteComponent(() => import('./quote-page.tsx')),
})

const order = createRoute({
  getParentRoute: () => framed,
  path: '/orders/$id',
  component: lazyRouteComponent(() => import('../../sales/orders/order-page.tsx')),
})

const invoice = createRoute({
  getParentRoute: () => framed,
  path: '/invoices/$id',
  component: lazyRouteComponent(() => import('./invoice-page.tsx')),
})

const playbook = createRoute({
  getParentRoute: () => framed,
  path: '/objections',
  component: lazyRouteComponent(() => import('../../sales/deals/playbook.tsx')),
})

const printedList = createRoute({
  getParentRoute: () => inside,
  path: '/print/$plural',
  validateSearch: (search: Record<string, unknown>): ListSearch & { q?: string } => ({
    ...listSearch(search),
    ...(typeof search['q'] === 'string' && { q: search['q'] }),
  }),
  beforeLoad: knownType,
  component: lazyRouteComponent(() => import('../../records/print/print-list.tsx')),
})

const printedRecord = createRoute({
  getParentRoute: () => inside,
  path: '/print/$plural/$id',
  beforeLoad: knownType,
  component: printRecord,
})

const detail = createRoute({
  getParentRoute: () => framed,
  path: '/$plural/$id',
  beforeLoad: knownType,
  component: lazyRouteComponent(() => import('../../records/detail-page.tsx')),
})

/** For whoever may read the API's document: programs' authors need no sign-in. */
const apiDocs = createRoute({
  getParentRoute: () => root,
  path: '/api/docs',
  validateSearch: (search: Record<string, unknown>): { op?: string } =>
    typeof search['op'] === 'string' ? { op: search['op'] } : {},
  component: lazyRouteComponent(() => import('../../programs/docs-page.tsx')),
})

const routeTree = root.addChildren([
  apiDocs,
  setup,
  signIn,
  forgot,
  reset,
  join,
  unsubscribe,
  publicQuote,
  secondFactor,
  inside.addChildren([
    welcome,
    printedList,
    printedRecord,
    framed.addChildren([
      home,
      today,
      ...settingsRoutes,
      bin,
      duplicates,
      compare,
      imports,
      importOne,
      bulkEdits,
      bulkEdit,
      metrics,
      metric,
      reports,
      salesCosts,
      forecast,
      quotas,
      person,
      company,
      callLists,
      newCallList,
      callQueue,
      quote,
      order,
      invoice,
      playbook,
      list,
      detail,
    ]),
  ]),
])

export const router = createRouter({
  routeTree,
  context: { queries: queryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  scrollToTopSelectors: ['main'],
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: NotFound,
  defaultPendingComponent: () => <RowsSkeleton />,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
