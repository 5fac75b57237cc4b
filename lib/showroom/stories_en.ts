import type { Stories } from "./stories.ts";

export const storiesEn: Stories = {
  lu: {
    headline: "Steady at the water’s edge",
    lead: "A little higher, to see further. A little shorter, to be at ease in town.",
    chapters: [
      {
        title: "Quiet",
        text:
          "Laminated glass, motors on mounts of their own, two seals along every door. At motorway speed, nobody raises their voice.",
      },
      {
        title: "Far",
        text:
          "The Long Range goes 702 km on one charge by the CLTC cycle. Drive to the hills for the weekend and charge when you are home.",
      },
      {
        title: "Contained",
        text:
          "A wheelbase of 2.78 m leaves room in the back; a length under 4.5 m fits the parking spaces of an old quarter.",
      },
    ],
  },
  ting: {
    headline: "Small, so it gets there",
    lead: "3.64 metres of car, and the city back for those who walk.",
    chapters: [
      {
        title: "Turns",
        text:
          "With the motor at the rear, the front wheels turn further. A narrow lane takes one turn of the wheel, and no reversing.",
      },
      {
        title: "Just enough",
        text:
          "A week of commuting on one charge. The Plus goes 410 km by the CLTC cycle, enough from the other side of town.",
      },
      {
        title: "Holds",
        text:
          "220 litres take two cabin cases. Fold the rear seats and a folding bicycle goes in as well.",
      },
    ],
  },
  xiu: {
    headline: "A family, and a moving mountain",
    lead: "Three rows, each of them a good place to sit.",
    chapters: [
      {
        title: "Room for all",
        text:
          "A wheelbase of 3.1 m, shared by three rows. The knee room of the third was measured for grown-ups.",
      },
      {
        title: "No race to a charger",
        text:
          "Electric on weekdays, a range extender for the long road. The Ultra goes 1,270 km in all, 310 km of it electric.",
      },
      {
        title: "Composed",
        text:
          "Two motors drive all four wheels, in rain and in snow. Two and a half tonnes move off like one breath.",
      },
    ],
  },
  fan: {
    headline: "With the wind, and fast",
    lead: "Sit lower, and the air makes way.",
    chapters: [
      {
        title: "One line",
        text:
          "From nose to tail runs one unbroken line. Air follows it; that is why it uses less, and why it is quiet.",
      },
      {
        title: "A thousand li",
        text:
          "The Touring goes 830 km by the CLTC cycle, and charges from 10 to 80 % in 15 minutes.",
      },
      {
        title: "Swift",
        text:
          "The Sport has two motors, 450 kW, and reaches 100 km/h in 3.1 seconds. Not loud. Only quick.",
      },
    ],
  },
};
