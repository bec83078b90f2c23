import { Button, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { productRoutes, type ProductOffers } from '../../../contract/sales/price-routes.ts'
import { product as productType } from '../../../contract/sales/product.ts'
import { someQuery } from '../../records/record-api.ts'
import { call, messageOf } from '../../shell/api.ts'
import { useMay } from '../../shell/session.tsx'
import { done } from '../../shell/undo.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { useManner } from '../../ui/manner.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { decimalOf, signsFor, written } from '../quotes/typed.ts'
import classes from './product-head.module.css'

interface Part {
  product: string
  name: string
  quantity: string
}

/** What a bundle is made of; each change is kept at once. */
export function BundleParts({ product, offers }: { product: AnyRecord; offers: ProductOffers }) {
  const queries = useQueryClient()
  const manner = useManner()
  const signs = signsFor(manner.locale, manner.numbers)
  const canEdit = useMay(productType.name)('edit', product) && product.deletedAt === null
  const [words, setWords] = useState('')
  const [q] = useDebouncedValue(words.trim(), 120)
  const found = useQuery({
    ...someQuery(productType, {
      filter: { field: 'bundle', op: 'empty' },
      sort: null,
      fields: [],
      ...(q && { q }),
    }),
    enabled: canEdit,
    placeholderData: keepPreviousData,
  })
  const { parts } = offers

  const keep = async (next: readonly Part[]) => {
    const body = { parts: next.map(({ product: of, quantity }) => ({ product: of, quantity })) }
    await call(productRoutes.setParts, { params: { id: product.id }, body })
    await queries.invalidateQueries({ queryKey: ['records', 'product', 'offers'] })
  }
  const change = async (next: readonly Part[]) => {
    try {
      await keep(next)
      done(t('product.partsChanged'), () => keep(parts))
    } catch (error) {
      toastFailed(messageOf(error), () => void change(next))
    }
  }
  const chosen = new Set(parts.map((part) => part.product))
  const options = (found.data?.data ?? [])
    .filter(({ id }) => id !== product.id && !chosen.has(id))
    .map(({ id, title }) => ({ value: id, label: title }))
  return (
    <Card title={t('product.parts')}>
      {parts.length === 0 && <p className={classes.text}>{t('product.noParts')}</p>}
      <ul className={classes.parts}>
        {parts.map((part) => (
          <li key={part.product} className={classes.part}>
            <TextInput
              key={part.quantity}
              aria-label={t('product.quantityOf', { name: part.name })}
              inputMode="decimal"
              disabled={!canEdit}
              defaultValue={written(part.quantity, signs)}
              onBlur={(event) => {
                const quantity = decimalOf(event.currentTarget.value, signs)
                if (quantity === null || Number(quantity) === 0)
                  event.currentTarget.value = written(part.quantity, signs)
                else if (quantity !== part.quantity)
                  void change(parts.map((one) => (one === part ? { ...one, quantity } : one)))
              }}
            />
            <span className={classes.name}>{part.name}</span>
            {canEdit && (
              <Button
                variant="subtle"
                aria-label={t('product.removePart', { name: part.name })}
                onClick={() => void change(parts.filter((one) => one !== part))}
              >
                {t('quoting.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {canEdit && (
        <div className={classes.add}>
          <Select
            label={t('product.addPart')}
            data={options}
            searchable
            searchValue={words}
            onSearchChange={setWords}
            filter={({ options: all }) => all}
            value={null}
            onChange={(id) => {
              const picked = options.find(({ value }) => value === id)
              if (!picked) return
              setWords('')
              void change([...parts, { product: picked.value, name: picked.label, quantity: '1' }])
            }}
          />
        </div>
      )}
    </Card>
  )
}
