import type { ForecastRow } from '../../../contract/sales/forecast.ts'
import type { QuotaFigure } from '../../../contract/sales/quotas.ts'
import { t } from '../../text/seldom.ts'
import { money, number } from '../../ui/format.ts'
import type { Manner } from '../../ui/format.ts'

/** A row of a forecast within its table and in the address. */
export const rowKey = ({ kind, id }: Pick<ForecastRow, 'kind' | 'id'>): string =>
  id ? `${kind}:${id}` : kind

export const rowName = ({ kind, name }: Pick<ForecastRow, 'kind' | 'name'>): string =>
  kind === 'company' ? t('forecast.company') : kind === 'nobody' ? t('forecast.nobody') : name

/** An amount at a glance: large ones in thousands, others without their cents. */
export const glance = (value: { amount: string; currency: string } | null, manner: Manner): string =>
  money(value && { ...value, amount: String(Math.round(Number(value.amount))) }, manner, 'compact')

/** The same, or where deals are counted their number. */
export const figure = (value: QuotaFigure | null, manner: Manner): string =>
  typeof value === 'number' ? number(value, manner) : glance(value, manner)
