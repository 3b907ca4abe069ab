// Command anthropic takes the tour with Anthropic's own client.
package main

import (
	"context"
	"errors"

	"example.com/tours/tour"
	"github.com/anthropics/anthropic-sdk-go/v2"
	"github.com/anthropics/anthropic-sdk-go/v2/option"
)

func main() {
	ctx := context.Background()
	client := anthropic.NewClient(option.WithBaseURL(tour.BaseURL()), option.WithAPIKey(tour.Key), option.WithMaxRetries(0))
	asked := func(model string) anthropic.MessageNewParams {
		question := anthropic.NewUserMessage(anthropic.NewTextBlock(tour.Question))
		return anthropic.MessageNewParams{Model: anthropic.Model(model), MaxTokens: 100, Messages: []anthropic.MessageParam{question}}
	}
	of := func(reply *anthropic.Message) tour.Answer {
		return tour.Answer{Text: reply.Content[0].Text, Usage: []int64{reply.Usage.InputTokens, reply.Usage.OutputTokens}}
	}
	status := func(err error) (int, bool) {
		var failure *anthropic.Error
		found := errors.As(err, &failure)
		if !found {
			return 0, false
		}
		return failure.StatusCode, true
	}
	tour.Run("github.com/anthropics/anthropic-sdk-go/v2", status, tour.Checks{
		"answer": func() (any, error) {
			reply, err := client.Messages.New(ctx, asked(tour.Well))
			if err != nil {
				return nil, err
			}
			return of(reply), nil
		},
		"stream": func() (any, error) {
			stream := client.Messages.NewStreaming(ctx, asked(tour.Well))
			whole := anthropic.Message{}
			for stream.Next() {
				if err := whole.Accumulate(stream.Current()); err != nil {
					return nil, err
				}
			}
			if err := stream.Err(); err != nil {
				return nil, err
			}
			return of(&whole), nil
		},
		"tools": func() (any, error) {
			params := asked(tour.Well)
			schema := anthropic.ToolInputSchemaParam{Properties: tour.Properties, Required: tour.Required}
			params.Tools = []anthropic.ToolUnionParam{anthropic.ToolUnionParamOfTool(schema, "keep")}
			params.ToolChoice = anthropic.ToolChoiceUnionParam{OfAny: &anthropic.ToolChoiceAnyParam{}}
			reply, err := client.Messages.New(ctx, params)
			if err != nil {
				return nil, err
			}
			for _, block := range reply.Content {
				if block.Type == "tool_use" {
					return []any{block.Name, block.Input}, nil
				}
			}
			return nil, nil
		},
		"schema": func() (any, error) {
			params := asked(tour.Well)
			params.OutputConfig = anthropic.OutputConfigParam{Format: anthropic.JSONOutputFormatParam{Schema: tour.Schema}}
			reply, err := client.Messages.New(ctx, params)
			if err != nil {
				return nil, err
			}
			return tour.Parse(reply.Content[0].Text)
		},
		"errors": func() (any, error) { return client.Messages.New(ctx, asked(tour.Limited)) },
		"cancel": func() (any, error) {
			stream := client.Messages.NewStreaming(ctx, asked(tour.Slow))
			defer stream.Close()
			for stream.Next() {
				if stream.Current().Type == "content_block_delta" {
					return 1, nil
				}
			}
			return 0, stream.Err()
		},
	})
}
