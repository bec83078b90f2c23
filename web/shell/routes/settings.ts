import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { framed } from './branches.tsx'

const account = createRoute({
  getParentRoute: () => framed,
  path: '/account',
  component: lazyRouteComponent(() => import('../../team/account.tsx')),
})

const mailbox = createRoute({
  getParentRoute: () => framed,
  path: '/settings/mailbox',
  component: lazyRouteComponent(() => import('../../customer/mail/mailbox-page.tsx')),
})

const members = createRoute({
  getParentRoute: () => framed,
  path: '/settings/team',
  component: lazyRouteComponent(() => import('../../team/members.tsx')),
})

const rolesPage = createRoute({
  getParentRoute: () => framed,
  path: '/settings/roles',
  validateSearch: (search: Record<string, unknown>): { role?: string } =>
    typeof search['role'] === 'string' ? { role: search['role'] } : {},
  component: lazyRouteComponent(() => import('../../team/roles.tsx')),
})

const keys = createRoute({
  getParentRoute: () => framed,
  path: '/settings/keys',
  component: lazyRouteComponent(() => import('../../team/keys.tsx')),
})

const webhooks = createRoute({
  getParentRoute: () => framed,
  path: '/settings/webhooks',
  component: lazyRouteComponent(() => import('../../team/webhooks.tsx')),
})

const providers = createRoute({
  getParentRoute: () => framed,
  path: '/settings/sign-in',
  component: lazyRouteComponent(() => import('../../team/providers.tsx')),
})

const audit = createRoute({
  getParentRoute: () => framed,
  path: '/settings/audit',
  component: lazyRouteComponent(() => import('../../team/audit.tsx')),
})

const jobs = createRoute({
  getParentRoute: () => framed,
  path: '/settings/jobs',
  component: lazyRouteComponent(() => import('../../team/jobs.tsx')),
})

const outbox = createRoute({
  getParentRoute: () => framed,
  path: '/settings/outbox',
  component: lazyRouteComponent(() => import('../../team/outbox.tsx')),
})

const backups = createRoute({
  getParentRoute: () => framed,
  path: '/settings/backups',
  component: lazyRouteComponent(() => import('../../team/backups.tsx')),
})

const status = createRoute({
  getParentRoute: () => framed,
  path: '/settings/status',
  component: lazyRouteComponent(() => import('../../team/status.tsx')),
})

const sample = createRoute({
  getParentRoute: () => framed,
  path: '/settings/sample',
  component: lazyRouteComponent(() => import('../../team/sample.tsx')),
})

const pipelines = createRoute({
  getParentRoute: () => framed,
  path: '/settings/pipelines',
  component: lazyRouteComponent(() => import('../../sales/pipelines.tsx')),
})

const leads = createRoute({
  getParentRoute: () => framed,
  path: '/settings/leads',
  component: lazyRouteComponent(() => import('../../sales/leads/lead-settings.tsx')),
})

const ownFields = createRoute({
  getParentRoute: () => framed,
  path: '/settings/fields',
  validateSearch: (search: Record<string, unknown>): { type?: string } =>
    typeof search['type'] === 'string' ? { type: search['type'] } : {},
  component: lazyRouteComponent(() => import('../../records/own/fields-page.tsx')),
})

const exchangeRates = createRoute({
  getParentRoute: () => framed,
  path: '/settings/exchange-rates',
  component: lazyRouteComponent(() => import('../../sales/exchange-rates.tsx')),
})

const quoting = createRoute({
  getParentRoute: () => framed,
  path: '/settings/quotes',
  component: lazyRouteComponent(() => import('../../sales/prices/quoting-page.tsx')),
})

/** One's own account, and what the company sets for everybody. */
export const settingsRoutes = [
  account,
  mailbox,
  members,
  rolesPage,
  keys,
  webhooks,
  providers,
  audit,
  jobs,
  outbox,
  backups,
  status,
  sample,
  pipelines,
  leads,
  ownFields,
  exchangeRates,
  quoting,
] as const
