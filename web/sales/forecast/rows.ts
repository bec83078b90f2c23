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

/** An amount, or where deals are counted their number. */
export const figure = (value: QuotaFigure | null, manner: Manner): string =>
  typeof value === 'number' ? number(value, manner) : money(value, manner, 'compact')
