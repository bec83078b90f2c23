import { providerRoutes } from '../../../contract/team/sign-in-providers.ts'
import type { Sealer } from '../../db/sealed.ts'
import type { Bind } from '../../http/bind.ts'
import { createProvider, removeProvider, updateProvider } from './commands.ts'
import { readProviders, shownProvider } from './queries.ts'

export function bindSignInProviders(bind: Bind, sealer: Sealer, publicUrl: string): void {
  bind(providerRoutes.offered, async ({ context }) => ({
    data: (await readProviders(context.database.db))
      .filter(({ active }) => active)
      .map(({ id, name }) => ({ id, name })),
  }))
  bind(providerRoutes.list, async ({ context }) => ({
    data: (await readProviders(context.database.db)).map((row) => shownProvider(row, publicUrl)),
  }))
  bind(providerRoutes.create, ({ body, context }) => createProvider(context, sealer, publicUrl, body))
  bind(providerRoutes.update, ({ params, body, context }) =>
    updateProvider(context, sealer, publicUrl, params.id, body),
  )
  bind(providerRoutes.remove, ({ params, context }) => removeProvider(context, params.id))
}
