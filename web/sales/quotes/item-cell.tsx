import { Combobox, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { product as productType } from '../../../contract/sales/product.ts'
import { someQuery } from '../../records/record-api.ts'
import { t } from '../../text/seldom.ts'
import { Money } from '../../ui/manner.tsx'
import type { Amount } from '../../ui/format.ts'
import classes from './line-grid.module.css'

interface ItemCellProps {
  label: string
  name: string
  faulty: boolean
  disabled: boolean
  onName: (name: string) => void
  onProduct: (id: string) => void
}

const most = 8

/** What is sold: a product out of those that the words find, or the words themselves. */
export function ItemCell({ label, name, faulty, disabled, onName, onProduct }: ItemCellProps) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [typing, setTyping] = useState(false)
  const [q] = useDebouncedValue(name.trim(), 120)
  const { data } = useQuery({
    ...someQuery(
      productType,
      {
        filter: { field: 'active', op: 'is', value: true },
        sort: null,
        fields: ['sku', 'price'],
        ...(q && typing && { q }),
      },
      most,
    ),
    enabled: combobox.dropdownOpened,
    placeholderData: keepPreviousData,
  })
  const found = data?.data ?? []
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(id) => {
        setTyping(false)
        combobox.closeDropdown()
        onProduct(id)
      }}
    >
      <Combobox.Target>
        <input
          className={classes.input}
          aria-label={label}
          aria-invalid={faulty || undefined}
          data-column="item"
          data-open={(combobox.dropdownOpened && combobox.getSelectedOptionIndex() >= 0) || undefined}
          autoComplete="off"
          placeholder={t('quote.itemHint')}
          disabled={disabled}
          value={name}
          onClick={() => combobox.openDropdown()}
          onChange={(event) => {
            setTyping(true)
            onName(event.currentTarget.value)
            combobox.openDropdown()
          }}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={found.length === 0}>
        <Combobox.Options>
          {found.map((record) => (
            <Combobox.Option key={record.id} value={record.id}>
              <span className={classes.option}>
                <span>
                  {record.title} <span className={classes.sku}>{record['sku'] as string | null}</span>
                </span>
                {record['price'] ? <Money value={record['price'] as Amount} /> : null}
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
