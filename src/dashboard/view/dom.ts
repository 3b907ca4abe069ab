/**
 * Owns the few steps between a figure and the page. Browser. Must never touch what already says the same: a screen reader
 * would read it again, and the browser would lay it out again.
 */

const SVG = 'http://www.w3.org/2000/svg';

/** The element that index.html has under this id. Throws where the two do not fit together. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`index.html has no #${id}`);
  return element;
}

/** The first element below that matches. */
export function within<Found extends Element = HTMLElement>(parent: Element, selector: string): Found {
  const element = parent.querySelector<Found>(selector);
  if (element === null) throw new Error(`nothing is ${selector}`);
  return element;
}

export function setText(element: Element, text: string): void {
  const only = element.firstChild;
  // The text stays and says something else: a new one would be laid out from the beginning.
  if (only instanceof Text && only.nextSibling === null) {
    if (only.data !== text) only.data = text;
  } else if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

export function setHidden(element: HTMLElement, isHidden: boolean): void {
  if (element.hidden !== isHidden) element.hidden = isHidden;
}

/** A new element with a class and what is in it. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...inside: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  element.append(...inside);
  return element;
}

/** A short line as it is drawn in a chart. */
export function makeMark(className: string, dashes: readonly number[]): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 8');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', className);
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', 'M0 4h16');
  if (dashes.length > 0) line.setAttribute('stroke-dasharray', dashes.join(' '));
  svg.append(line);
  return svg;
}

/** Shows another of the icons that index.html has. */
export function setIcon(svg: Element, name: string): void {
  const use = within<SVGUseElement>(svg, 'use');
  setAttribute(use, 'href', `#icon-${name}`);
}
