import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { pino, type Logger } from 'pino'
import { declaredTypes, type RecordTypes } from '../contract/record-types.ts'
import { beginnings, consumers, jobs } from './composition.ts'
import { ConfigError, readConfig, version, type Config } from './config.ts'
import { bindMail } from './customer/mail/routes.ts'
import { sendingJobs } from './customer/mail/sending/jobs.ts'
import { holdMailboxes } from './customer/mail/sync/jobs.ts'
import { bindCustomer } from './customer/routes.ts'
import type { Database } from './db/database.ts'
import { prepareJobs, runJobs } from './db/jobs.ts'
import { silent, traceOf } from './db/log.ts'
import { provideDatabase } from './db/provide.ts'
import { sealer } from './db/sealed.ts'
import { bindSample } from './ecosystem/sample/routes.ts'
import { webhookJobs } from './ecosystem/webhooks/jobs.ts'
import { bindMcp } from './ecosystem/mcp/routes.ts'
import { bindWebhooks } from './ecosystem/webhooks/routes.ts'
import { binder } from './http/bind.ts'
import { bindOpenApi } from './http/openapi.ts'
import type { Caller } from './http/caller.ts'
import { createServer } from './http/server.ts'
import { serveNothing, serveWeb } from './http/web.ts'
import { eraseAgain, keepErasures } from './keeping/erasures.ts'
import { backupJobs } from './keeping/jobs.ts'
import { bindProbes } from './keeping/probes.ts'
import { bindBackups, bindPrivacy, bindStatus } from './keeping/routes.ts'
import { settleCluster } from './ledger/cluster.ts'
import { runConsumers } from './ledger/consumer.ts'
import { makePartitions } from './ledger/jobs.ts'
import { openLive } from './ledger/live.ts'
import { bindLive } from './ledger/routes.ts'
import { importJobs, resumeAbandoned } from './records/import/jobs.ts'
import { bulkSignal } from './records/bulk/queries.ts'
import { bindBulkEdits } from './records/bulk/routes.ts'
import { bindLeaderBoard } from './metrics/leader-board.ts'
import { bindMetrics } from './metrics/routes.ts'
import { importSignal } from './records/import/queries.ts'
import { bindImports } from './records/import/routes.ts'
import { fileJobs } from './records/files/jobs.ts'
import { bindFiles } from './records/files/routes.ts'
import { openStores, type Stores } from './records/files/stores.ts'
import { settleFormulas } from './records/formula/install.ts'
import { goOnFills } from './records/formula/fill.ts'
import { bindFormulas } from './records/formula/routes.ts'
import { bindOwnFields, fieldsSignal } from './records/own/routes.ts'
import { bindRecords } from './records/routes.ts'
import { successorOf } from './records/merge.ts'
import { typesSeenBy } from './records/visible.ts'
import { followTypes, refreshTypes, typesOf } from './records/types.ts'
import { bindDeals } from './sales/deals/routes.ts'
import { bindAssignment } from './sales/assignment/routes.ts'
import { bindSalesCosts } from './sales/costs/routes.ts'
import { bindExchangeRates } from './sales/exchange-rates/routes.ts'
import { bindForecast } from './sales/forecast/routes.ts'
import { bindLeads } from './sales/leads/routes.ts'
import { bindCallLists } from './sales/call-lists/routes.ts'
import { bindMyDay } from './sales/my-day/routes.ts'
import { bindLeadSettings } from './sales/leads/settings/routes.ts'
import { bindObjections } from './sales/objections/routes.ts'
import { bindPrices } from './sales/prices/routes.ts'
import { bindProducts } from './sales/products/routes.ts'
import { bindOrders } from './sales/orders/routes.ts'
import { bindQuotas } from './sales/quotas/routes.ts'
import { unsendQuote } from './sales/quotes/mailing/commands.ts'
import { bindQuotes } from './sales/quotes/routes.ts'
import { bindAudit } from './team/audit/routes.ts'
import { bindHandovers } from './team/handovers/routes.ts'
import { bindInvitations } from './team/invitations/routes.ts'
import { digestJobs } from './team/digests/jobs.ts'
import { bindKeys } from './team/keys/routes.ts'
import { bindNotifications, unreadSignal } from './team/notifications/routes.ts'
import { mailJobs } from './team/mail/jobs.ts'
import { bindOutgoingAddresses } from './team/outgoing-addresses/routes.ts'
import { bindOperations } from './team/operations/routes.ts'
import { rememberedOrganisation } from './team/organisation/queries.ts'
import { bindOrganisation } from './team/organisation/routes.ts'
import { openSignIn } from './team/sign-in/commands.ts'
import { openDoor } from './team/sign-in/policy.ts'
import { bindRoles } from './team/roles/routes.ts'
import { bindSessions } from './team/sessions/routes.ts'
import { bindSettings, settingsSignal } from './team/settings/routes.ts'
import { bindSignInProviders } from './team/sign-in-providers/routes.ts'
import { bindSignIn } from './team/sign-in/routes.ts'
import { bindViews } from './team/views/routes.ts'

export interface AppOptions {
  database: Database
  publicUrl: string
  sealingKey: Buffer
  /** Where files sent in are kept. */
  dataFolder?: string
  /** Where the content of files is kept; in the data folder unless said. */
  fileStores?: Stores
  /** Where backups are kept; in the data folder unless said. */
  backupFolder?: string
  /** Whether the sealing key is the data folder's, so that backups take it along. */
  keyIsKept?: boolean
  hasMailServer?: boolean
  /** Whether this process works off jobs; left out when another does. */
  jobsWork?: () => boolean
  /** What readers of the measures show; without it, only this machine reads them. */
  metricsToken?: string | undefined
  /** Where the built web app is; without it only the API answers. */
  webFolder?: string
  trustedProxies?: string[]
  logger?: Logger
  requestsPerMinute?: number
}

export interface App {
  server: FastifyInstance
  close(): Promise<void>
}

/** The whole server over a database, not listening yet. */
export async function openApp(options: AppOptions): Promise<App> {
  const {
    database,
    publicUrl,
    sealingKey,
    dataFolder = 'data',
    fileStores = openStores({ dataFolder }),
    backupFolder = join(dataFolder, 'backups'),
    keyIsKept = false,
    hasMailServer = false,
    jobsWork,
    metricsToken,
    webFolder,
    trustedProxies,
    logger,
    requestsPerMinute,
  } = options
  const signIn = await openSignIn({ database, publicUrl, sealingKey })
  const door = await openDoor(database, signIn.auth)
  const organisation = rememberedOrganisation(database.db)
  const unlisten = await database.listen('organisation', organisation.forget)
  const server = await createServer({
    authenticate: door.authenticate,
    ...(logger ? { logger } : {}),
    ...(trustedProxies ? { trustedProxies } : {}),
    ...(requestsPerMinute ? { requestsPerMinute } : {}),
  })
  const unfollow = await followTypes(database, logger)
  const bind = binder(server, {
    database,
    organisation: organisation.read,
    successorOf,
    types: { now: () => typesOf(database), refresh: () => refreshTypes(database) },
  })
  bindSignIn(server, database, signIn.auth, door)
  bindOrganisation(bind, signIn.auth, door, beginnings)
  bindRoles(bind)
  bindInvitations(bind, signIn.auth, publicUrl)
  bindSessions(bind)
  bindSettings(bind, server, sealingKey)
  bindHandovers(bind)
  bindSignInProviders(bind, sealer(sealingKey), publicUrl)
  bindAudit(bind)
  bindKeys(bind)
  bindOperations(bind)
  bindViews(bind)
  bindRecords(bind)
  bindBulkEdits(bind)
  bindOwnFields(bind)
  bindFormulas(bind)
  bindFiles(bind, fileStores)
  bindImports(bind, server, dataFolder)
  bindCustomer(bind, publicUrl)
  bindMail(bind, sealer(sealingKey), unsendQuote)
  bindDeals(bind)
  bindObjections(bind)
  bindMetrics(bind)
  bindLeaderBoard(bind)
  bindForecast(bind)
  bindQuotas(bind)
  bindExchangeRates(bind)
  bindSalesCosts(bind)
  bindLeads(bind)
  bindLeadSettings(bind)
  bindAssignment(bind)
  bindMyDay(bind)
  bindCallLists(bind)
  bindProducts(bind)
  bindPrices(bind)
  bindQuotes(bind, publicUrl, fileStores)
  bindOrders(bind, fileStores)
  bindNotifications(bind)
  bindSample(bind, fileStores)
  bindPrivacy(bind, dataFolder, fileStores)
  const place = { dataFolder, stores: fileStores, backupFolder, sealingKey, keyIsKept, version }
  bindBackups(bind, place)
  bindStatus(bind, { version, dataFolder, stores: fileStores, hasMailServer })
  bindOutgoingAddresses(bind)
  bindWebhooks(bind, sealer(sealingKey))
  const live = await openLive(database, logger ?? silent)
  const streams = await bindLive(bind, live, {
    database,
    authenticate: door.authenticate,
    signals: [unreadSignal, settingsSignal, importSignal, bulkSignal, fieldsSignal],
  })
  const agents = bindMcp(server, '1')
  const typesFor = (caller: Caller | null): RecordTypes =>
    caller ? typesSeenBy(caller, typesOf(database)) : declaredTypes
  bindOpenApi(bind, server.boundWith, typesFor, '1')
  bindProbes(server, database, { ...(jobsWork ? { jobsWork } : {}), metricsToken })
  if (webFolder && existsSync(join(webFolder, 'index.html'))) await serveWeb(server, webFolder)
  else serveNothing(server)
  return {
    server,
    async close() {
      await streams.close()
      await agents.close()
      await server.close()
      await live.close()
      await unlisten()
      await unfollow()
      await door.close()
      await signIn.close()
    },
  }
}

/** Starts what the configuration asks for; the promise ends once it is ready. */
async function start(config: Config, logger: Logger): Promise<() => Promise<void>> {
  const { database, stop } = await provideDatabase(config, logger, { roles: config.roles })
  const closing: (() => Promise<void>)[] = [stop]
  const fileStores = openStores(config)
  try {
    if ((await settleCluster(database.db)) === 'moved')
      logger.info('The database came from another cluster; its ledger goes on here.')
    await makePartitions(database.db)
    await prepareJobs(database.pool)
    // Before anybody is served: a backup that was restored knows nobody who was erased since.
    const again = await eraseAgain(database, config.dataFolder)
    if (again > 0) logger.info(`Erased ${again} people again, whom a restored backup had brought back.`)
    await keepErasures(database.db, config.dataFolder)
    // A database that was restored, or a release that reads formulas otherwise.
    await settleFormulas(database.db, false)
    let jobsWork: (() => boolean) | undefined
    if (config.roles.includes('worker')) {
      closing.unshift(await followTypes(database, logger))
      await resumeAbandoned(database)
      await goOnFills(database.db)
      const running = await runJobs(
        database,
        [
          ...jobs,
          ...importJobs(config.dataFolder),
          ...fileJobs(fileStores),
          ...mailJobs(config),
          ...digestJobs(config),
          ...webhookJobs(sealer(config.sealingKey)),
          ...sendingJobs(sealer(config.sealingKey), fileStores),
          ...backupJobs({ ...config, stores: fileStores, version }),
        ],
        logger,
      )
      jobsWork = running.isWorking
      closing.unshift(() => running.stop())
      const following = await runConsumers(database, consumers, logger)
      closing.unshift(() => following.stop())
      const holding = await holdMailboxes({
        database,
        sealer: sealer(config.sealingKey),
        stores: fileStores,
        log: logger,
      })
      closing.unshift(() => holding.stop())
    }
    if (config.roles.includes('web')) {
      const { trustedProxies, publicUrl, sealingKey, dataFolder, backupFolder, keyIsKept, metricsToken } =
        config
      const webFolder = join(import.meta.dirname, '../dist/web')
      const app = await openApp({
        database,
        publicUrl,
        sealingKey,
        dataFolder,
        fileStores,
        backupFolder,
        keyIsKept,
        metricsToken,
        hasMailServer: config.smtpUrl !== undefined,
        ...(jobsWork ? { jobsWork } : {}),
        webFolder,
        trustedProxies,
        logger,
      })
      closing.unshift(() => app.close())
      await app.server.listen({ host: config.host, port: config.port })
    }
  } catch (error) {
    for (const close of closing) await close()
    throw error
  }
  return async () => {
    for (const close of closing) await close()
  }
}

/** Lines for people on a terminal, JSON for machines elsewhere. */
const openLogger = () =>
  pino({ level: process.env.LOG_LEVEL ?? (process.stdout.isTTY ? 'warn' : 'info'), base: null })

async function main(): Promise<void> {
  const logger = openLogger()
  const config = await readConfig()
  const stop = await start(config, logger)
  if (config.roles.includes('web'))
    process.stdout.write(
      `Throughline ${version} is ready at ${config.publicUrl}\nOpen it in a browser: the first visit creates the owner’s account. Ctrl-C stops it.\n`,
    )
  else process.stdout.write(`Throughline ${version} works off jobs and the ledger. Ctrl-C stops it.\n`)

  let stopping = false
  const end = (): void => {
    if (stopping) process.exit(1)
    stopping = true
    process.stdout.write('Stopping: finishing what is under way.\n')
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error(traceOf(error), 'Stopping failed')
        process.exit(1)
      },
    )
  }
  // The start script holds the other end of the channel: when it is gone, so is whoever wanted the server.
  process.on('SIGINT', end).on('SIGTERM', end).once('disconnect', end)
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(error instanceof ConfigError ? 2 : 1)
  })
}
