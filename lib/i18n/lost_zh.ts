export const lostZh = {
  missing: {
    title: "前面只有水和雾",
    text: "这个地址没有页面：可能写错了一个字，或者页面已经搬走。",
  },
  refused: {
    title: "这里不能这样进",
    text: "这个请求没有被接受，没有任何改动。请从下面的页面重新开始。",
  },
  broken: {
    title: "我们这边出了错",
    text: "错误已经记录。您已完成的订单和付款不受影响，请稍后再试一次。",
  },
  again: "再试一次",
  home: "回首页",
  models: "看全部车型",
  ways: "还可以去",
  find: "帮我选车",
  drive: "预约试驾",
  hub: "我的晴川",
};
