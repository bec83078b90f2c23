import { Autocomplete, Button, TextInput } from '@mantine/core'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { tax as taxType } from '../../../contract/sales/price-lists.ts'
import { taxRoutes, type TaxRate } from '../../../contract/sales/price-routes.ts'
import { refusalOf } from '../../records/changes.ts'
import type { Refused } from '../../records/changes.ts'
import { routesOf, someQuery } from '../../records/record-api.ts'
import { call, messageOf } from '../../shell/api.ts'
import { useSession } from '../../shell/session.tsx'
import { done } from '../../shell/undo.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { day, dayIn } from '../../ui/format.ts'
import { Day, Percent, useManner } from '../../ui/manner.tsx'
import { SimpleTable } from '../../ui/simple-table.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import { taxesQuery } from '../quotes/quote-api.ts'
import { decimalOf, signsFor } from '../quotes/typed.ts'
import classes from './quoting-page.module.css'

/** Which taxes there are, and their rates from which day on. */
export function TaxClasses() {
  const { data: rates } = useSuspenseQuery(taxesQuery)
  const listing = { filter: null, sort: 'name', fields: ['standard', 'note'] }
  const { data: known } = useSuspenseQuery(someQuery(taxType, listing, 200))
  const { rights, company } = useSession()
  const queries = useQueryClient()
  const manner = useManner()
  const now = useNow()
  const canEdit = rights.includes('administer')
  const today = dayIn(now, { ...manner, zone: company.timeZone })
  const [draft, setDraft] = useState({ name: '', fromOn: today, rate: '' })
  const [refused, setRefused] = useState<Refused>({})

  const refresh = () => queries.invalidateQueries({ queryKey: ['records', taxType.name] })
  const classOf = async (name: string): Promise<string> => {
    const found = known.data.find(({ title }) => title.toLowerCase() === name.toLowerCase())
    if (found) return found.id
    const standard = known.data.length === 0
    return (await call(routesOf(taxType).create, { body: { name, standard } })).id
  }
  const set = async () => {
    const value = decimalOf(draft.rate.replace('%', ''), signsFor(manner.locale, manner.numbers))
    const rate = value === null ? Number.NaN : Math.round(Number(value) * 100)
    const missing: Refused = {
      ...(draft.name.trim() === '' && { name: t('quoting.classMissing') }),
      ...(!(rate >= 0 && rate <= 10_000) && { rate: t('quoting.rateMissing') }),
    }
    setRefused(missing)
    if (Object.keys(missing).length > 0) return
    try {
      const id = await classOf(draft.name.trim())
      await call(taxRoutes.set, { params: { id, fromOn: draft.fromOn || today }, body: { rate } })
      setDraft({ ...draft, name: '', rate: '' })
      await refresh()
    } catch (error) {
      setRefused(refusalOf(error, ['name', 'fromOn', 'rate']))
    }
  }
  const remove = async ({ tax, name, fromOn, rate }: TaxRate) => {
    const params = { id: tax, fromOn }
    try {
      await call(taxRoutes.remove, { params })
      done(`${name}, ${day(fromOn, manner)}`, async () => {
        await call(taxRoutes.set, { params, body: { rate } })
        await refresh()
      })
      await refresh()
    } catch (error) {
      toastFailed(messageOf(error), () => void remove({ tax, name, fromOn, rate, current: false }))
    }
  }
  const standard = new Set(known.data.filter((one) => one['standard'] === true).map(({ id }) => id))
  return (
    <Card title={t('quoting.taxes')} className={classes.taxes ?? ''}>
      {rates.data.length === 0 ? (
        <EmptyState title={t('quoting.noTaxes')}>{t('quoting.noTaxesText')}</EmptyState>
      ) : (
        <SimpleTable
          actions
          label={t('quoting.taxes')}
          heads={[t('quoting.class'), t('quoting.from'), t('quoting.rate'), t('quoting.remove')]}
        >
          {rates.data.map((rate) => (
            <tr key={`${rate.tax} ${rate.fromOn}`}>
              <td>
                <span className={classes.name}>{rate.name}</span>{' '}
                {standard.has(rate.tax) && <span className={classes.quiet}>{t('quoting.standard')}</span>}
              </td>
              <td>
                <Day value={rate.fromOn} />
              </td>
              <td>
                <Percent value={rate.rate / 10_000} digits={2} />{' '}
                {rate.current && <span className={classes.quiet}>{t('quoting.current')}</span>}
              </td>
              <td>
                {canEdit && (
                  <Button
                    variant="subtle"
                    aria-label={t('quoting.removeOf', { name: rate.name, day: day(rate.fromOn, manner) })}
                    onClick={() => void remove(rate)}
                  >
                    {t('quoting.remove')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </SimpleTable>
      )}
      {known.data.length > 0 && (
        <div className={classes.notes}>
          <p className={classes.quiet}>{t('quoting.notes')}</p>
          {known.data.map((one) => (
            <TaxNote key={one.id} tax={one} canEdit={canEdit} onSaved={refresh} />
          ))}
        </div>
      )}
      {canEdit && (
        <form
          noValidate
          className={classes.add}
          onSubmit={(event) => {
            event.preventDefault()
            void set()
          }}
        >
          <Autocomplete
            label={t('quoting.class')}
            data={known.data.map(({ title }) => title)}
            value={draft.name}
            size="xs"
            onChange={(name) => setDraft({ ...draft, name })}
            error={refused['name'] ?? refused['form']}
          />
          <TextInput
            label={t('quoting.from')}
            type="date"
            value={draft.fromOn}
            onChange={(event) => setDraft({ ...draft, fromOn: event.currentTarget.value })}
            error={refused['fromOn']}
          />
          <TextInput
            label={t('quoting.rate')}
            inputMode="decimal"
            value={draft.rate}
            onChange={(event) => setDraft({ ...draft, rate: event.currentTarget.value })}
            error={refused['rate']}
          />
          <Button type="submit" variant="filled">
            {t('quoting.set')}
          </Button>
        </form>
      )}
    </Card>
  )
}

interface TaxNoteProps {
  tax: AnyRecord
  canEdit: boolean
  onSaved: () => Promise<void>
}

/** What stands below the sums of documents where a tax class is used; kept when it is left. */
function TaxNote({ tax, canEdit, onSaved }: TaxNoteProps) {
  const kept = (tax['note'] as string | null) ?? ''
  const [note, setNote] = useState(kept)
  const [failure, setFailure] = useState<string | null>(null)
  const save = async () => {
    if (note.trim() === kept) return
    try {
      await call(routesOf(taxType).update, { params: { id: tax.id }, body: { note: note.trim() || null } })
      setFailure(null)
      await onSaved()
    } catch (error) {
      setFailure(messageOf(error))
    }
  }
  return (
    <TextInput
      label={t('quoting.noteOf', { name: tax.title })}
      value={note}
      disabled={!canEdit}
      error={failure}
      onChange={(event) => setNote(event.currentTarget.value)}
      onBlur={() => void save()}
      onKeyDown={(event) => event.key === 'Enter' && void save()}
    />
  )
}
