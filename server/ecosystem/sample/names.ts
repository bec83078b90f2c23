import type { CountryCode } from './markets.ts'
import type { Random } from './random.ts'

const given: Record<CountryCode, string> = {
  PT: 'Beatriz Tiago Marta Rui Leonor Nuno Catarina Diogo Joana Vasco Rita Gonçalo',
  ES: 'Lucía Álvaro Carmen Íñigo Elena Marcos Nuria Sergio Paula Hugo Irene Pablo',
  FR: 'Camille Julien Élodie Antoine Manon Théo Claire Bastien Léa Mathieu Aurélie Nicolas',
  DE: 'Katharina Jan Annika Moritz Sabine Felix Lea Henrik Johanna Stefan Miriam Lukas',
  NL: 'Sanne Bram Lotte Daan Femke Sander Anouk Thijs Maaike Joost Eva Ruben',
  BE: 'An Wout Lies Pieter Charlotte Jef Hanne Maxime Tine Bart Elise Koen',
  IT: 'Giulia Matteo Chiara Davide Francesca Lorenzo Sara Andrea Elisa Paolo Valentina Marco',
  GB: 'Harriet Owen Priti Callum Imogen Kwame Bethany Rhys Fiona Jamal Esther Graham',
  IE: 'Niamh Cian Saoirse Declan Orla Eoin Gráinne Ronan Maeve Padraig Sinéad Conor',
  SE: 'Elsa Viktor Maja Oskar Linnea Emil Frida Axel Ida Nils Agnes Gustav',
  US: 'Keisha Brandon Megan Carlos Allison Tyrone Rachel Kevin Monica Derek Hannah Luis',
}
const family: Record<CountryCode, string> = {
  PT: 'Ferreira Moreira Pacheco Teixeira Antunes Marques Nogueira Salgado Tavares Barros Pinheiro Valente',
  ES: 'Iglesias Navarro Cabrera Ortega Molina Vidal Crespo Herrero Soler Aguirre Prieto Campos',
  FR: 'Lefèvre Marchand Renaud Blanchard Fontaine Perrin Chevalier Gauthier Lacroix Bonnet Delmas Roussel',
  DE: 'Brandt Vogel Lorenz Seidel Hartmann Kühn Albrecht Winter Pohl Engel Sommer Dietrich',
  NL: 'Vermeulen Hendriks Dekker Kuipers Postma Mulder Brouwer Schouten Prins Hoekstra Verhoeven Timmer',
  BE: 'Peeters Claes Wouters Lambert Desmet Goossens Mertens Lemmens Dubois Maes Hermans Segers',
  IT: 'Ferrari Galli Conti Marini Lombardi Barbieri Serra Caruso Rinaldi Villa Pellegrini Grasso',
  GB: 'Whitfield Okafor Hargreaves Pembroke Sinclair Mistry Calloway Thorne Adeyemi Lockwood Prescott Bains',
  IE: 'Gallagher Kavanagh Doherty Fitzgerald Nolan Quinn Sheridan Hogan Tierney Moran Keane Lynch',
  SE: 'Bergström Ekdahl Nyberg Sandell Hallin Forsman Åkesson Wallin Norén Lundqvist Dahl Holm',
  US: 'Whitaker Ramirez Dawson Kowalski Freeman Nguyen Mercer Alvarez Hoffman Bennett Castillo Grady',
}

export interface Name {
  first: string
  last: string
}

export const nameIn = (code: CountryCode, random: Random): Name => ({
  first: random.pick(given[code].split(' ')),
  last: random.pick(family[code].split(' ')),
})

/** Lower case, without accents: what stands in addresses. */
export const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase()

/** A name that nobody has yet, and the address it makes at a domain. */
export function freshName(
  code: CountryCode,
  domain: string,
  taken: Set<string>,
  random: Random,
): Name & { email: string } {
  for (;;) {
    const name = nameIn(code, random)
    const email = `${plain(name.first)}.${plain(name.last)}@${domain}`.replaceAll(/[^a-z0-9.@-]/g, '')
    if (taken.has(email)) continue
    taken.add(email)
    return { ...name, email }
  }
}
