import { Button, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useSession } from '../../shell/session.tsx'
import { t } from '../../text/seldom.ts'
import { lacksOf, withTerms } from './draft.ts'
import type { Draft } from './draft.ts'
import classes from './import.module.css'

const currencies = Intl.supportedValuesOf('currency')
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')]

const order: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']

interface TermsFieldsProps {
  draft: Draft
  onDraft: (change: (draft: Draft) => Draft) => void
  /** Show what is missing: it has been asked for. */
  shown: boolean
}

/** What holds for all files: how the import is called, where the records come from, in which currency and zone. */
export function TermsFields({ draft: { terms, ...draft }, onDraft, shown }: TermsFieldsProps) {
  const { company } = useSession()
  const [more, setMore] = useState(false)
  const lacks = new Set(lacksOf({ ...draft, terms }).map(({ kind }) => kind))
  const withOrWithout = (name: 'currency' | 'zone' | 'country', value: string | null) =>
    onDraft((before) => {
      const { [name]: _, ...others } = before.terms
      return {
        ...withTerms(before, {}),
        terms: { ...others, ...(value && { [name]: value }) },
      }
    })
  const all = more || Boolean(terms.currency ?? terms.zone ?? terms.country)
  return (
    <div className={classes.terms}>
      <TextInput
        label={t('import.name')}
        description={t('import.nameHelp')}
        inputWrapperOrder={order}
        value={terms.name}
        maxLength={200}
        onChange={(event) => {
          const name = event.currentTarget.value
          onDraft((before) => withTerms(before, { name }))
        }}
        error={shown && lacks.has('noName') && t('import.lack.noName')}
      />
      <TextInput
        label={t('import.source')}
        description={t('import.sourceHelp')}
        inputWrapperOrder={order}
        value={terms.source}
        spellCheck={false}
        onChange={(event) => {
          const source = event.currentTarget.value.toLowerCase().replace(/\s+/g, '-')
          onDraft((before) => withTerms(before, { source }))
        }}
        error={(shown || terms.source !== '') && lacks.has('noSource') && t('import.sourceBad')}
      />
      {all ? (
        <>
          <Select
            label={t('import.currency')}
            placeholder={t('import.ofCompany', { value: company.currency })}
            data={currencies}
            searchable
            clearable
            limit={40}
            value={terms.currency ?? null}
            onChange={(currency) => withOrWithout('currency', currency)}
          />
          <Select
            label={t('import.zone')}
            placeholder={t('import.ofCompany', { value: company.timeZone })}
            data={zones}
            searchable
            clearable
            limit={40}
            value={terms.zone ?? null}
            onChange={(zone) => withOrWithout('zone', zone)}
          />
          <TextInput
            label={t('import.country')}
            placeholder={t('import.countryHelp')}
            value={terms.country ?? ''}
            maxLength={2}
            onChange={(event) =>
              withOrWithout('country', event.currentTarget.value.toUpperCase().replace(/[^A-Z]/g, ''))
            }
          />
        </>
      ) : (
        <Button variant="subtle" className={classes.moreTerms ?? ''} onClick={() => setMore(true)}>
          {t('import.moreTerms')}
        </Button>
      )}
    </div>
  )
}
