import { keyInput } from '../../contract/team/routes.ts'
import { recordTypes } from '../../contract/record-types.ts'
import { createKey } from '../team/keys/commands.ts'
import { WrongUse, type Command } from './command.ts'

const types = recordTypes.map(({ name }) => name).join(', ')

export const keyCreate: Command = {
  name: 'key create',
  summary: 'Create an API key and print it, this once',
  options: {
    name: { type: 'string', value: 'NAME', required: true, help: 'what it is for' },
    scope: {
      type: 'string',
      value: 'SCOPE',
      required: true,
      multiple: true,
      help: 'all, or TYPE:read or TYPE:write, such as deal:read; several may be given',
    },
  },
  async run(given) {
    const scopes = given.options.scope as string[]
    const parsed = keyInput.safeParse({ name: given.options.name, scopes })
    if (!parsed.success)
      throw new WrongUse(
        [
          ...new Set(
            parsed.error.issues.map(({ path, message }) =>
              path[0] === 'scopes' ? `--scope: ${message}. The types are ${types}.` : `--name: ${message}`,
            ),
          ),
        ].join('\n'),
      )
    const { key } = await createKey(await given.context(), parsed.data)
    given.out.write(`${key}\n`)
  },
}
