-- The tax number that a customer's invoices name, and what documents say of a tax class: why nothing is charged, for one.
alter table companies add column tax_number text;
alter table taxes add column note text;
