import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { pino, type Logger } from 'pino'
import { ConfigError, readConfig, type Config } from './config.ts'
import { companyBehaviour } from './customer/companies/commands.ts'
import { personBehaviour } from './customer/people/commands.ts'
import { taskBehaviour } from './customer/activities/commands.ts'
import type { Database } from './db/database.ts'
import { prepareJobs, runJobs, type Job } from './db/jobs.ts'
import { provideDatabase } from './db/provide.ts'
import { binder } from './http/bind.ts'
import { bindOpenApi } from './http/openapi.ts'
import { createServer } from './http/server.ts'
import { serveNothing, serveWeb } from './http/web.ts'
import { settleCluster } from './ledger/cluster.ts'
import { runConsumers, type Consumer } from './ledger/consumer.ts'
import { ledgerJobs } from './ledger/jobs.ts'
import { registerBehaviours } from './records/behaviour.ts'
import { bindRecords } from './records/routes.ts'
import { dealBehaviour } from './sales/deals/commands.ts'
import { beginPipeline } from './sales/pipelines/commands.ts'
import { bindKeys } from './team/keys/routes.ts'
import { memberBehaviour } from './team/members/commands.ts'
import { bindOperations } from './team/operations/routes.ts'
import { rememberedOrganisation } from './team/organisation/queries.ts'
import { bindOrganisation } from './team/organisation/routes.ts'
import { openSignIn } from './team/sign-in/commands.ts'
import { openDoor } from './team/sign-in/policy.ts'
import { bindSignIn } from './team/sign-in/routes.ts'
import { bindViews } from './team/views/routes.ts'

/** What every company begins with. */
const beginnings = [beginPipeline]

/** What follows the ledger. */
const consumers: Consumer[] = []

/** What runs by the clock or after a request. */
const jobs: Job[] = [...ledgerJobs]

registerBehaviours([personBehaviour, companyBehaviour, taskBehaviour, dealBehaviour, memberBehaviour])

export interface AppOptions {
  database: Database
  publicUrl: string
  sealingKey: Buffer
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
  const { database, publicUrl, sealingKey, webFolder, trustedProxies, logger, requestsPerMinute } = options
  const signIn = openSignIn({ database, publicUrl, sealingKey })
  const door = await openDoor(database, signIn.auth)
  const organisation = rememberedOrganisation(database.db)
  const unlisten = await database.listen('organisation', organisation.forget)
  const server = await createServer({
    authenticate: door.authenticate,
    ...(logger ? { logger } : {}),
    ...(trustedProxies ? { trustedProxies } : {}),
    ...(requestsPerMinute ? { requestsPerMinute } : {}),
  })
  const bind = binder(server, { database, organisation: organisation.read })
  bindSignIn(server, signIn.auth, door)
  bindOrganisation(bind, signIn.auth, door, beginnings)
  bindKeys(bind)
  bindOperations(bind)
  bindViews(bind)
  bindRecords(bind)
  bindOpenApi(bind, server.bound, '1')
  server.get('/healthz', async (_request, reply) => {
    await database.pool.query('select 1')
    return reply.send({ status: 'ok' })
  })
  if (webFolder && existsSync(join(webFolder, 'index.html'))) await serveWeb(server, webFolder)
  else serveNothing(server)
  return {
    server,
    async close() {
      await server.close()
      await unlisten()
      await door.close()
      await signIn.close()
    },
  }
}

/** Starts what the configuration asks for; the promise ends once it is ready. */
async function start(config: Config, logger: Logger): Promise<() => Promise<void>> {
  const { database, stop } = await provideDatabase(config, logger, { roles: config.roles })
  const closing: (() => Promise<void>)[] = [stop]
  try {
    if ((await settleCluster(database.db)) === 'moved')
      logger.info('The database came from another cluster; its ledger goes on here.')
    await prepareJobs(database.pool)
    if (config.roles.includes('worker')) {
      const running = await runJobs(database, jobs, logger)
      closing.unshift(() => running.stop())
      const following = await runConsumers(database, consumers, logger)
      closing.unshift(() => following.stop())
    }
    if (config.roles.includes('web')) {
      const { trustedProxies, publicUrl, sealingKey } = config
      const webFolder = join(import.meta.dirname, '../dist/web')
      const app = await openApp({ database, publicUrl, sealingKey, webFolder, trustedProxies, logger })
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
  const { version } = JSON.parse(await readFile(join(import.meta.dirname, '../package.json'), 'utf8')) as {
    version: string
  }
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
        logger.error({ err: error }, 'Stopping failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', end).on('SIGTERM', end)
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(error instanceof ConfigError ? 2 : 1)
  })
}
