import { takesOwnFields } from '../../../contract/record-types.ts'
import { formulaRoutes } from '../../../contract/records/formula-routes.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Bind } from '../../http/bind.ts'
import type { Context } from '../../http/context.ts'
import { notFound } from '../../http/problem.ts'
import { typesOf } from '../types.ts'
import { calculateAnew, readFills, stopFill } from './fill.ts'
import { previewFormula } from './preview.ts'

function typeTaking({ database }: Context, name: string): RecordType {
  const type = typesOf(database).all.find((one) => one.name === name)
  if (!type || !takesOwnFields(type)) throw notFound('record type with fields of your own')
  return type
}

export function bindFormulas(bind: Bind): void {
  bind(formulaRoutes.preview, ({ body, context }) =>
    previewFormula(context, typeTaking(context, body.recordType), body.formula),
  )
  bind(formulaRoutes.fills, async ({ context }) => ({ data: await readFills(context.database.db) }))
  bind(formulaRoutes.calculate, async ({ params, context }) => {
    const { db } = context.database
    await calculateAnew(db, [typeTaking(context, params.recordType).name])
    return { data: await readFills(db) }
  })
  bind(formulaRoutes.stop, async ({ params, context }) => {
    await stopFill(context.database.db, typeTaking(context, params.recordType).name)
  })
}
