import { setupInput } from '../../contract/team/routes.ts'
import { beginnings } from '../composition.ts'
import { system } from '../http/caller.ts'
import { setUp } from '../team/organisation/routes.ts'
import { openSignIn } from '../team/sign-in/commands.ts'
import { passwordOf, passwordOption, text, WrongUse, type Command } from './command.ts'

/** `Ana Duarte <ana@example.com>`, or the address alone. */
function memberIn(typed: string): { name: string; email: string } {
  const [, name = '', email = typed] = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(typed) ?? []
  return { name: name || (email.split('@')[0] ?? ''), email: email.trim() }
}

/** Where in the input a mistake was found, and which option it came from. */
const optionOf: Record<string, string> = {
  'organisation.name': '--company',
  'organisation.timeZone': '--timezone',
  'organisation.currency': '--currency',
  'owner.name': '--owner',
  'owner.email': '--owner',
  'owner.password': '--password',
}

export const setup: Command = {
  name: 'setup',
  summary: 'Set up the company and its owner, as the first visit in a browser does',
  options: {
    company: { type: 'string', value: 'NAME', required: true, help: 'what the company is called' },
    owner: { type: 'string', value: '"NAME <MAIL>"', required: true, help: 'who owns it and signs in first' },
    password: passwordOption,
    timezone: { type: 'string', value: 'ZONE', help: 'such as Europe/Lisbon; this machine’s when left out' },
    currency: {
      type: 'string',
      value: 'CODE',
      required: true,
      help: 'such as EUR; every figure is counted in it',
    },
  },
  async run(given) {
    const { database, config, out } = given
    const parsed = setupInput.safeParse({
      organisation: {
        name: text(given, 'company'),
        timeZone: text(given, 'timezone') ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
        currency: text(given, 'currency')?.toUpperCase(),
      },
      owner: { ...memberIn(text(given, 'owner') ?? ''), password: (await passwordOf(given)) ?? '' },
    })
    if (!parsed.success)
      throw new WrongUse(
        parsed.error.issues
          .map(({ path, message }) => `${optionOf[path.join('.')] ?? path.join('.')}: ${message}`)
          .join('\n'),
      )
    const signIn = await openSignIn({ database, publicUrl: config.publicUrl, sealingKey: config.sealingKey })
    const { organisation, owner } = parsed.data
    try {
      const context = { database, caller: system('system'), organisation, now: new Date().toISOString() }
      await setUp(context, signIn.auth, parsed.data, beginnings)
    } finally {
      await signIn.close()
    }
    out.write(`${organisation.name} is set up. ${owner.email} signs in at ${config.publicUrl}\n`)
  },
}
