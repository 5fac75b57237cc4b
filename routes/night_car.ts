/**
 * The Lu at night, seen from the side: a body that is hardly lighter than the dark, and the lines of
 * light along roof, shoulder and lamps. 1600 by 486 units; the ground is the lower edge, and the
 * reflection goes beyond it. Filters have regions in user space, wide enough that no glow ends at the
 * edge of a box.
 */
import { type Markup, markup } from "../lib/http/markup.ts";

const ROOF = "M546 214C604 172 676 110 752 84C836 58 1010 54 1150 66C1250 75 1330 92 1384 122";
const SHOULDER = "M316 263C440 241 640 241 820 240C1020 239 1240 233 1398 221";
const BONNET = "M224 281C240 264 292 246 352 236C430 223 496 217 546 214";
const BODY = "M240 448C222 442 208 420 205 384C203 340 206 308 218 284C232 262 292 246 352 236" +
  "C430 223 496 217 546 214C604 172 676 110 752 84C836 58 1010 54 1150 66C1250 75 1330 92 1384 122" +
  "C1392 127 1396 134 1397 142L1411 226C1417 262 1417 300 1414 344C1410 392 1402 424 1384 442" +
  "L1268 452A116 116 0 1 0 1036 452L536 456A116 116 0 1 0 304 454Z";
const GLASS = "M590 215C644 172 704 120 770 98C850 76 1000 71 1140 83C1220 90 1290 104 1328 122" +
  "C1344 130 1338 156 1322 170C1300 190 1270 198 1220 201C1010 212 790 218 590 215Z";

const SPOKES = [0, 72, 144, 216, 288].map((degrees) =>
  markup`<path transform="rotate(${
    degrees - 12
  } 420 384)" d="M414 366L408 313M426 366L432 313" stroke="#8fd0d4" stroke-opacity=".13" stroke-width="2" stroke-linecap="round"/>`
);

export const nightCar = (label: string): Markup =>
  markup`<svg viewBox="0 0 1600 486" preserveAspectRatio="xMidYMax" role="img" aria-label="${label}">
<defs>
<radialGradient id="mist" cx=".5" cy=".5" r=".5"><stop offset="0" stop-color="#3d7f88" stop-opacity=".5"/><stop offset=".5" stop-color="#1d4650" stop-opacity=".22"/><stop offset="1" stop-color="#0b1d23" stop-opacity="0"/></radialGradient>
<linearGradient id="body" x1="0" y1="60" x2="0" y2="456" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="#0b171b"/><stop offset=".44" stop-color="#10232a"/><stop offset=".475" stop-color="#0a161b"/><stop offset="1" stop-color="#020506"/></linearGradient>
<linearGradient id="ends" x1="205" x2="1417" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="#020506" stop-opacity=".7"/><stop offset=".2" stop-color="#020506" stop-opacity="0"/><stop offset=".75" stop-color="#020506" stop-opacity="0"/><stop offset="1" stop-color="#020506" stop-opacity=".8"/></linearGradient>
<linearGradient id="glass" x1="590" y1="80" x2="1330" y2="230" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="#1c3c46"/><stop offset=".3" stop-color="#070f13"/><stop offset="1" stop-color="#030709"/></linearGradient>
<linearGradient id="roof" x1="546" x2="1390" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="#cdf6f4" stop-opacity=".05"/><stop offset=".14" stop-color="#cdf6f4" stop-opacity=".6"/><stop offset=".32" stop-color="#fff"/><stop offset=".66" stop-color="#bfeeee" stop-opacity=".75"/><stop offset="1" stop-color="#7fd0d3" stop-opacity=".1"/></linearGradient>
<linearGradient id="shoulder" x1="316" x2="1398" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="#e9ffff" stop-opacity=".95"/><stop offset=".16" stop-color="#a5e3e4" stop-opacity=".4"/><stop offset=".5" stop-color="#dffbfa" stop-opacity=".9"/><stop offset=".8" stop-color="#8fd9db" stop-opacity=".3"/><stop offset="1" stop-color="#ffb39b" stop-opacity=".6"/></linearGradient>
<linearGradient id="water" x1="0" y1="486" x2="0" y2="620" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="#fff" stop-opacity=".5"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient>
<mask id="fade" maskUnits="userSpaceOnUse" x="-400" y="486" width="2400" height="200"><rect x="-400" y="486" width="2400" height="200" fill="url(#water)"/></mask>
<filter id="near" filterUnits="userSpaceOnUse" x="-200" y="-200" width="2000" height="1000"><feGaussianBlur stdDeviation="3"/></filter>
<filter id="far" filterUnits="userSpaceOnUse" x="-200" y="-200" width="2000" height="1000"><feGaussianBlur stdDeviation="10"/></filter>
<filter id="wide" filterUnits="userSpaceOnUse" x="-200" y="-200" width="2000" height="1000"><feGaussianBlur stdDeviation="30"/></filter>
<filter id="ripple" filterUnits="userSpaceOnUse" x="-200" y="-200" width="2000" height="1400"><feGaussianBlur stdDeviation="7 10"/></filter>
<clipPath id="panes"><path d="${GLASS}"/></clipPath>
<clipPath id="above"><path d="M-400 -200H2000V486H-400Z"/></clipPath>
</defs>
<g clip-path="url(#above)"><ellipse cx="800" cy="486" rx="1050" ry="300" fill="url(#mist)"/></g>
<ellipse cx="810" cy="488" rx="640" ry="14" fill="#010304" opacity=".85" filter="url(#far)"/>
<path d="${BODY}" fill="url(#body)"/><path d="${BODY}" fill="url(#ends)"/>
<path d="${GLASS}" fill="url(#glass)"/>
<g fill="none" stroke="#060d10" clip-path="url(#panes)"><path stroke-width="10" d="M884 84L906 220"/><path stroke-width="13" d="M1104 80Q1142 140 1136 206"/></g>
<g id="wheel"><circle cx="420" cy="384" r="102" fill="#010304"/>
<circle cx="420" cy="384" r="77" fill="none" stroke="#8fd0d4" stroke-opacity=".12" stroke-width="1.2"/>
<path d="M344 371A77 77 0 0 1 428 307.5" fill="none" stroke="#c6f0f0" stroke-opacity=".55" stroke-width="1.6" stroke-linecap="round"/>
${SPOKES}</g>
<use href="#wheel" x="732"/>
<g id="light" fill="none" stroke-linecap="round">
<g stroke="url(#roof)"><path filter="url(#far)" stroke-width="8" opacity=".6" d="${ROOF}"/><path stroke-width="2.1" d="${ROOF}"/></g>
<path stroke="#bdeeee" stroke-opacity=".38" stroke-width="1.2" d="${BONNET}"/>
<path stroke="#8fd0d4" stroke-opacity=".2" stroke-width="1.2" d="M548 441L1026 437"/>
<g stroke="url(#shoulder)"><path filter="url(#far)" stroke-width="6" opacity=".5" d="${SHOULDER}"/><path stroke-width="1.9" d="${SHOULDER}"/></g>
<g stroke="#f4ffff"><path filter="url(#wide)" stroke-width="26" opacity=".9" d="M228 280L316 263"/><path filter="url(#near)" stroke-width="7" d="M228 280L316 263"/><path stroke-width="3.6" d="M226 280.5L320 262"/></g>
<g stroke="#ff6a4d"><path filter="url(#wide)" stroke-width="18" opacity=".7" d="M1346 225L1409 220"/><path filter="url(#near)" stroke-width="6" d="M1340 225.5L1409 220"/><path stroke="#ffd3c7" stroke-width="2.6" d="M1336 226L1410 220"/></g>
</g>
<g mask="url(#fade)"><g transform="matrix(1 0 0 -.55 0 753)" filter="url(#ripple)" opacity=".55"><use href="#light"/></g></g>
</svg>`;
